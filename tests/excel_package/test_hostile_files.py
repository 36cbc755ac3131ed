"""Files made to harm, and files that are no workbooks: one clear refusal each, fast and in little memory."""

import contextlib
import io
import random
import resource
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest

from sync.backends.excel.package import PackageEdits, PackageError, rewrite, scan_workbook
from tests.excel_package.packages import HEAD, MAIN, Package, sheet, zipped

CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'


def book(rows=CELL, **parts):
    package = Package({"A": sheet(rows)})
    package.extra |= parts
    return package


def bomb(size, fill=b" ", rows=None):
    """A workbook whose worksheet unpacks to `size` bytes."""
    parts = book().parts()
    if rows is None:
        rows = fill * size
    parts["xl/worksheets/sheet1.xml"] = sheet("").replace("</sheetData>", "").split("</worksheet>")[0].encode() + rows
    return zipped(parts)


def repeated_rows():
    row = b"<row>" + b"<c><v>1</v></c>" * 10 + b"</row>"
    return bomb(0, rows=row * 400_000)


def ole(stream):
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + stream.encode("utf-16-le") + b"\0" * 2000


def two_members(first, second):
    parts = book().parts()
    parts.pop("xl/styles.xml")
    data = zipped({**parts, first: b"<a/>", "zz" + second[2:]: b"<b/>"})
    return data.replace(("zz" + second[2:]).encode(), second.encode())


def overlapping():
    """Two directory entries for the bytes of one member."""
    data = bytearray(book().bytes())
    first = data.find(b"PK\1\2")
    second = data.find(b"PK\1\2", first + 4)
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    return bytes(data)


def quoted():
    """A member that stands inside the bytes of another one."""
    alone = zipped({"xl/zzz.bin": b"hello"}, zipfile.ZIP_STORED)
    local = alone[: alone.find(b"PK\1\2")]
    data = bytearray(zipped({**book().parts(), "xl/a.bin": local, "xl/zzz.bin": b"hello"}, zipfile.ZIP_STORED))
    record = data.rfind(b"PK\1\2")
    data[record + 42 : record + 46] = struct.pack("<L", data.find(local))
    return bytes(data)


def lying_size(size):
    """A directory that declares another size than the worksheet has."""
    data = bytearray(book().bytes())
    position = data.find(b"PK\1\2")
    while b"sheet1.xml" not in data[position + 46 : position + 80] or b"rels" in data[position + 46 : position + 80]:
        position = data.find(b"PK\1\2", position + 4)
    data[position + 24 : position + 28] = struct.pack("<L", size)
    return bytes(data)


def damaged_data():
    data = bytearray(zipped(book().parts(), zipfile.ZIP_STORED))
    position = data.find(b"<v>1</v>")
    data[position + 3 : position + 4] = b"2"
    return bytes(data)


def encrypted_member():
    data = bytearray(book().bytes())
    position = data.find(b"PK\1\2")
    data[position + 8] |= 1
    return bytes(data)


def doctype(part):
    entities = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    parts = book().parts()
    if part == "xl/sharedStrings.xml":
        package = Package({"A": sheet(CELL)}, relations=[("sharedStrings", "sharedStrings.xml")])
        package.extra[part] = f'{HEAD}<sst xmlns="{MAIN}"><si><t>1</t></si></sst>'
        parts = package.parts()
    parts[part] = parts[part].replace(HEAD.encode(), HEAD.encode() + entities.encode())
    return zipped(parts)


def without(part):
    parts = book().parts()
    del parts[part]
    return zipped(parts)


def recoded(part, encoding, declared=None):
    parts = book().parts()
    text = parts[part].decode()
    parts[part] = text.replace("UTF-8", declared or encoding).encode(encoding)
    return zipped(parts)


def changed(part, old, new):
    parts = book().parts()
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new)
    return zipped(parts)


SHEET, BOOK = "xl/worksheets/sheet1.xml", "xl/workbook.xml"
STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
HOSTILE = {
    "empty file": (lambda: b"", "not_a_zip"),
    "noise": (lambda: random.Random(7).randbytes(50_000), "not_a_zip"),
    "a web page": (lambda: b"<html><body><table><tr><td>1</td></tr></table></body></html>", "not_a_zip"),
    "comma separated": (lambda: b"a,b\r\n1,2\r\n", "not_a_zip"),
    "old workbook": (lambda: ole("Workbook"), "legacy_xls"),
    "older workbook": (lambda: b"\x09\x08\x10\x00\x00\x06\x05\x00", "legacy_xls"),
    "password": (lambda: ole("EncryptedPackage"), "encrypted"),
    "cut in half": (lambda: book().bytes()[:900], "truncated"),
    "cut at the end": (lambda: book().bytes()[:-10], "truncated"),
    "another zip": (lambda: zipped({"readme.txt": b"x"}), "not_a_workbook"),
    "another office file": (
        lambda: changed("[Content_Types].xml", b"spreadsheetml.sheet.main", b"wordprocessingml.document.main"),
        "not_a_workbook",
    ),
    "spaces": (lambda: bomb(100 << 20), "too_large"),
    "repeated rows": (repeated_rows, "too_large"),
    "far cell": (lambda: book('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>').bytes(), "far_cell"),
    "far empty formula": (lambda: book('<row r="9"><c r="XFD9"><f>1</f></c></row>').bytes(), "far_cell"),
    "far cell in an early row": (lambda: book('<row r="1"><c r="B1048577"><v>1</v></c></row>').bytes(), "far_cell"),
    "far corner": (
        lambda: book(CELL + '<row r="1048576"><c r="AMJ1048576"><v>1</v></c></row>').bytes(),
        "far_cell",
    ),
    "far cell out of order": (
        lambda: book('<row r="9"><c r="ZZZ9"><v>1</v></c><c r="A9"><v>1</v></c></row>').bytes(),
        "far_cell",
    ),
    "far row out of order": (
        lambda: book(
            '<row r="900000"><c r="A900000"><v>1</v></c></row><row r="2"><c r="ZZ2"><v>1</v></c></row>'
        ).bytes(),
        "far_cell",
    ),
    "far empty text": (
        lambda: book(CELL + '<row r="1048576"><c r="XFD1048576" t="str"><v/></c></row>').bytes(),
        "far_cell",
    ),
    "far empty text in place": (
        lambda: book('<row r="9"><c r="XFD9" t="inlineStr"><is/></c></row>').bytes(),
        "far_cell",
    ),
    "far row without end": (lambda: book('<row r="99999999999"><c><v>1</v></c></row>').bytes(), "malformed"),
    "entities in the workbook": (lambda: doctype(BOOK), "entity"),
    "entities in a tab": (lambda: doctype(SHEET), "entity"),
    "entities in the texts": (lambda: doctype("xl/sharedStrings.xml"), "entity"),
    "entities in the styles": (lambda: doctype("xl/styles.xml"), "entity"),
    "name upwards": (lambda: book(**{"../../etc/passwd": "x"}).bytes(), "path_traversal"),
    "absolute name": (lambda: book(**{"/etc/passwd": "x"}).bytes(), "path_traversal"),
    "backslashes": (lambda: book(**{"xl\\..\\a.xml": "x"}).bytes(), "path_traversal"),
    "drive letter": (lambda: book(**{"C:a.xml": "x"}).bytes(), "path_traversal"),
    "two of one name": (lambda: two_members("xl/a.xml", "xl/a.xml"), "duplicate_part"),
    "two of one name in another case": (lambda: two_members("xl/a.xml", "XL/A.xml"), "duplicate_part"),
    "overlapping members": (overlapping, "malformed"),
    "a member inside another": (quoted, "malformed"),
    "size declared too small": (lambda: lying_size(50), "malformed"),
    "size declared too large": (lambda: lying_size(5000), "malformed"),
    "wrong checksum": (damaged_data, "malformed"),
    "encrypted member": (encrypted_member, "encrypted"),
    "no tab part": (lambda: without(SHEET), "missing_part"),
    "no workbook part": (lambda: without(BOOK), "missing_part"),
    "no relationships": (lambda: without("_rels/.rels"), "not_a_workbook"),
    "strict": (lambda: changed(BOOK, MAIN.encode(), STRICT), "strict"),
    "strict tab": (lambda: changed(SHEET, MAIN.encode(), STRICT), "strict"),
    "utf-16 tab": (lambda: recoded(SHEET, "utf-16"), "utf16"),
    "utf-16 without mark": (lambda: recoded(BOOK, "utf-16-le"), "utf16"),
    "latin tab": (lambda: recoded(SHEET, "iso-8859-1"), "encoding"),
    "comment among rows": (lambda: book(f"<!-- x -->{CELL}").bytes(), "comment_in_sheet_data"),
    "comment in a row": (lambda: book('<row r="1"><!--x--><c r="A1"/></row>').bytes(), "comment_in_sheet_data"),
    "instruction among rows": (lambda: book(f"{CELL}<?x y?>").bytes(), "comment_in_sheet_data"),
    "cdata in a cell": (
        lambda: book('<row r="1"><c r="A1"><v><![CDATA[1]]></v></c></row>').bytes(),
        "cdata_in_sheet_data",
    ),
    "rows in a comment": (lambda: changed(SHEET, b"<sheetData>", b"<!--<sheetData>--><sheetData>"), "malformed"),
    "rows of another namespace": (
        lambda: changed(
            SHEET, f"><sheetData>{CELL}".encode(), b' xmlns:y="urn:y"><y:sheetData></y:sheetData><sheetData>'
        ),
        "malformed",
    ),
    "cell outside a row": (lambda: book('<c r="XFD1048576"><v>1</v></c>').bytes(), "malformed"),
    "unclosed row": (lambda: book('<row r="1"><c r="A1"><v>1</v></c>').bytes(), "malformed"),
    "unclosed tab": (lambda: changed(SHEET, b"</sheetData></worksheet>", b""), "malformed"),
    "no rows element": (lambda: changed(SHEET, f"<sheetData>{CELL}</sheetData>".encode(), b""), "malformed"),
    "bad reference": (lambda: book('<row r="1"><c r="1A"><v>1</v></c></row>').bytes(), "malformed"),
    "bad row number": (lambda: book('<row r="-1"/>').bytes(), "malformed"),
    "tab without a part": (lambda: changed(BOOK, b'r:id="rId1"', b'r:id="rId99"'), "malformed"),
    "tab without a number": (lambda: changed(BOOK, b'sheetId="1"', b'sheetId="x"'), "malformed"),
    "not well-formed": (lambda: changed(BOOK, b"</workbook>", b"</workbooks>"), "malformed"),
    "a directory of a million members": (
        lambda: book().bytes()[:-22] + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 60000, 60000, 1, 1, 0),
        "malformed",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_with_its_code(tmp_path, name):
    make, code = HOSTILE[name]
    path = tmp_path / "hostile.xlsx"
    path.write_bytes(make())
    with pytest.raises(PackageError) as caught:
        scan_workbook(path)
    assert caught.value.code == code
    assert caught.value.detail


@pytest.mark.parametrize("name", ["spaces", "far cell", "entities in the texts", "password", "cut in half", "noise"])
def test_it_is_refused_in_little_memory(tmp_path, name):
    path = tmp_path / "hostile.xlsx"
    path.write_bytes(HOSTILE[name][0]())
    program = (
        "import sys, pathlib\nfrom sync.backends.excel.package import scan_workbook, PackageError\n"
        "try: scan_workbook(pathlib.Path(sys.argv[1]))\nexcept PackageError as error: print(error.code)\n"
    )
    limit = 300 << 20

    def less_memory():
        # Address space is more than memory used: threads reserve it without touching it.
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))

    command = [sys.executable, "-c", program, str(path)]
    root = Path(__file__).parents[2]
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, timeout=60, preexec_fn=less_memory, cwd=root
    )
    assert (done.stdout.strip(), done.stderr) == (HOSTILE[name][1], "")


@pytest.mark.parametrize("name", ["strict tab", "wrong checksum", "comment in a row", "no tab part", "utf-16 tab"])
def test_a_refused_rewrite_leaves_no_file(tmp_path, name):
    from sync.backends.excel.package import CellEdit, TabEdits

    path, target = tmp_path / "hostile.xlsx", tmp_path / "after.xlsx"
    path.write_bytes(HOSTILE[name][0]())
    with pytest.raises(PackageError):
        rewrite(path, target, PackageEdits([TabEdits("A", [CellEdit(1, 2, "x")])]))
    assert not target.exists()


def test_bytes_cut_anywhere_are_refused_with_a_code(tmp_path):
    data = book().bytes()
    path = tmp_path / "cut.xlsx"
    for length in range(0, len(data), 97):
        path.write_bytes(data[:length])
        with pytest.raises(PackageError) as caught:
            scan_workbook(path)
        assert caught.value.code in {"truncated", "not_a_zip"}


def test_flipped_bytes_never_raise_anything_else(tmp_path):
    data = book().bytes()
    path = tmp_path / "flipped.xlsx"
    generator = random.Random(11)
    for _ in range(300):
        flipped = bytearray(data)
        for _ in range(3):
            flipped[generator.randrange(len(flipped))] = generator.randrange(256)
        path.write_bytes(flipped)
        # Any other exception fails the test.
        with contextlib.suppress(PackageError):
            scan_workbook(path)
            rewrite(path, io.BytesIO(), PackageEdits())


def test_a_compression_method_that_workbooks_do_not_use_is_refused(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(zipped(book().parts(), zipfile.ZIP_BZIP2))
    with pytest.raises(PackageError) as caught:
        scan_workbook(path)
    assert caught.value.code == "malformed"


def test_a_stream_that_never_ends_is_stopped(tmp_path):
    """A deflate stream that goes on after the declared length."""
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = compressor.compress(b"<" + b" " * 10_000_000) + compressor.flush()
    assert len(packed) < 50_000
    path = tmp_path / "a.xlsx"
    data = bytearray(bomb(10_000_000))
    position = data.find(b"PK\1\2")
    while position >= 0:
        if struct.unpack_from("<L", data, position + 24)[0] > 1_000_000:
            data[position + 24 : position + 28] = struct.pack("<L", 3000)
        position = data.find(b"PK\1\2", position + 4)
    path.write_bytes(data)
    with pytest.raises(PackageError, match="longer"):
        scan_workbook(path)
