import io

from sync.cli.streams import speak_utf8


def test_an_old_code_page_does_not_stop_vietnamese(monkeypatch):
    raw = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(raw, encoding="cp1252"))
    speak_utf8()
    print("Lỗi: Kho", flush=True)
    assert raw.getvalue().decode("utf-8").startswith("Lỗi")


def test_other_streams_are_left_alone(monkeypatch):
    stream = io.StringIO()
    monkeypatch.setattr("sys.stdout", stream)
    speak_utf8()
    print("Lỗi")
    assert stream.getvalue() == "Lỗi\n"
