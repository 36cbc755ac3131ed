"""Why a workbook cannot be read or written, in the words of people who keep spreadsheets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from rules.core.text import Text
from sync.backends.excel.package import PackageError
from sync.system_errors import IS_FOLDER

_REASONS: Final[Mapping[str, Text]] = {
    "not_a_zip": Text(vi="nội dung không phải là bảng tính .xlsx", en="its content is no .xlsx workbook"),
    "not_a_workbook": Text(vi="tệp không chứa bảng tính", en="it holds no workbook"),
    "truncated": Text(vi="tệp bị cắt cụt, chưa chép hết hoặc chưa tải xong", en="it was cut short"),
    "malformed": Text(vi="tệp bị hỏng", en="it is damaged"),
    "missing_part": Text(vi="tệp thiếu một phần bên trong", en="a part of it is missing"),
    "encoding": Text(vi="một phần của tệp dùng bảng mã lạ", en="a part of it is in an unknown encoding"),
    "utf16": Text(vi="một phần của tệp dùng bảng mã UTF-16", en="a part of it is in UTF-16"),
    "entity": Text(
        vi="tệp có khai báo thực thể XML, thứ mà bảng tính thật không bao giờ có",
        en="it declares XML entities, which no real workbook does",
    ),
    "path_traversal": Text(
        vi="tên một phần bên trong trỏ ra ngoài tệp; đừng mở tệp này nếu không rõ nguồn gốc",
        en="a name inside leads out of the file; do not open it unless you know where it is from",
    ),
    "duplicate_part": Text(vi="hai phần bên trong trùng tên", en="two parts inside bear one name"),
    "strict": Text(vi="tệp lưu ở dạng Strict Open XML", en="it is saved as Strict Open XML"),
    "signed": Text(vi="tệp có chữ ký số, sửa sẽ làm hỏng chữ ký", en="it bears a digital signature"),
    "array_formula": Text(vi="ô cần ghi nằm trong công thức mảng", en="a cell to write is part of an array formula"),
    "shared_formula_master": Text(
        vi="ô cần ghi giữ công thức dùng chung của các ô khác", en="a cell to write holds a formula that others share"
    ),
    "too_large": Text(vi="nội dung quá lớn", en="its content is too large"),
    "far_cell": Text(vi="có nội dung nằm quá xa bảng", en="there is content too far from the table"),
}
_OTHER: Final = Text(vi="tệp có cấu trúc lạ", en="its structure is unknown")

READ_ONLY: Final = Text(vi="tệp được đặt chỉ đọc", en="the file is set to read-only")
FOLDER: Final = IS_FOLDER
NO_FILE: Final = Text(vi="đây không phải là một tệp", en="this is no file")


def package_problem(error: PackageError) -> Text:
    """Return why a package was refused; where a limit was passed, with what was seen."""
    reason = _REASONS.get(error.code, _OTHER)
    return Text(vi=f"{reason.vi} ({error.seen})", en=f"{reason.en} ({error.seen})") if error.seen else reason


def size_problem(size: int, allowed: int) -> Text:
    """Return that a file of ``size`` bytes is larger than allowed."""
    reason = _REASONS["too_large"]
    figures = f"{size / 1_000_000:.0f} MB > {allowed / 1_000_000:.0f} MB"
    return Text(vi=f"{reason.vi} ({figures})", en=f"{reason.en} ({figures})")


def shut_out(group: str) -> Text:
    """Return that people who may save a workbook could not any more, since we are not in its group."""
    return Text(
        vi=f"người đang được ghi tệp sẽ mất quyền; hãy đưa tài khoản chạy Sheetkeeper vào nhóm “{group}” của tệp, "
        "hoặc đặt chmod g+s cho thư mục để tệp mới thuộc nhóm của thư mục",
        en=f"those who may write it could not any more; put the account that runs Sheetkeeper into the file's group "
        f"“{group}”, or set chmod g+s on the folder, so that new files belong to the folder's group",
    )
