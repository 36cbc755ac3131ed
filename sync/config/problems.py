"""What can be wrong with the settings file: messages, a problem as a value, and the error that carries them all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rules.core.message import Message, Severity, Voice, render
from rules.core.text import Text


def _message(code: str, title: Text, text: Text, fix: Text) -> Message:
    return Message(code, Severity.ERROR, title, text, fix, alert=False)


NO_FILE = _message(
    "CFG101",
    Text(vi="Không thấy office.toml", en="No office.toml"),
    Text(
        vi="Không có tệp cài đặt office.toml trong “{folder}” hay các thư mục cha.",
        en="There is no settings file office.toml in “{folder}” or the folders above it.",
    ),
    Text(
        vi="Chuyển vào thư mục văn phòng, hoặc thêm --office THƯ_MỤC; tạo văn phòng mới bằng: sheetkeeper init THƯ_MỤC",
        en="Go to the office folder, or add --office DIR; make a new office with: sheetkeeper init DIR",
    ),
)
BAD_TOML = _message(
    "CFG102",
    Text(vi="office.toml sai cú pháp", en="office.toml is not valid"),
    Text(vi="Không đọc được tệp cài đặt: {why}.", en="The settings file cannot be read: {why}."),
    Text(
        vi="Xem lại dòng này: chữ phải nằm trong dấu nháy kép, mỗi mục một dòng, tệp lưu ở dạng UTF-8.",
        en="Look at this line: text stands in double quotes, one entry a line, and the file is saved as UTF-8.",
    ),
)
UNKNOWN_KEY = _message(
    "CFG103",
    Text(vi="Mục cài đặt lạ", en="Unknown key"),
    Text(vi="Không có mục cài đặt tên “{key}”.", en="There is no setting called “{key}”."),
    Text(vi="Có phải ý bạn là “{nearest}”?", en="Did you mean “{nearest}”?"),
)
MISSING_KEY = _message(
    "CFG104",
    Text(vi="Thiếu mục cài đặt", en="Missing key"),
    Text(vi="Thiếu mục cài đặt “{key}”.", en="The setting “{key}” is missing."),
    Text(vi="Thêm một dòng: {key} = …", en="Add a line: {key} = …"),
)
WRONG_VALUE = _message(
    "CFG105",
    Text(vi="Giá trị cài đặt không đúng", en="Wrong value"),
    Text(
        vi="“{key}” đang là {value}, nhưng phải là {expected}.", en="“{key}” is {value}, but it has to be {expected}."
    ),
    Text(vi="Sửa giá trị của “{key}”.", en="Correct the value of “{key}”."),
)
PLAIN_PASSWORD = _message(
    "CFG106",
    Text(vi="Mật khẩu nằm trong office.toml", en="Password in office.toml"),
    Text(
        vi="Không được ghi mật khẩu trong office.toml vì ai mở thư mục cũng đọc được.",
        en="A password must not stand in office.toml, where everybody who opens the folder can read it.",
    ),
    Text(
        vi='Xóa dòng này; dùng password_env = "TÊN_BIẾN" hoặc password_file = "đường dẫn", và đổi mật khẩu đã lộ.',
        en='Remove the line; use password_env = "NAME_OF_A_VARIABLE" or password_file = "path". Change the password.',
    ),
)
BAD_ADDRESS = _message(
    "CFG107",
    Text(vi="Địa chỉ e-mail không đúng", en="Not an e-mail address"),
    Text(vi="“{value}” ở “{key}” không phải một địa chỉ e-mail.", en="“{value}” in “{key}” is not one e-mail address."),
    Text(
        vi='Mỗi người nhận là một phần tử riêng, như ["lan@congty.vn", "minh@congty.vn"].',
        en='Give each recipient as an entry of its own, as ["lan@office.vn", "minh@office.vn"].',
    ),
)
UNKNOWN_NAME = _message(
    "CFG108",
    Text(vi="Tên không có", en="Unknown name"),
    Text(vi="“{value}” ở “{key}” không phải {what}.", en="“{value}” in “{key}” is no {what}."),
    Text(vi="Dùng một trong các tên: {known:list}.", en="Use one of these names: {known:list}."),
)
SAME_LOCATION = _message(
    "CFG109",
    Text(vi="Hai sổ cùng một tệp", en="Two workbooks in one place"),
    Text(vi="“{key}” và “{other}” cùng trỏ tới “{location}”.", en="“{key}” and “{other}” both point to “{location}”."),
    Text(vi="Xóa một trong hai mục.", en="Remove one of the two."),
)
SHARED_STATE = _message(
    "CFG110",
    Text(vi="Thư mục trạng thái nằm chung với sổ", en="State in a shared folder"),
    Text(
        vi="Thư mục trạng thái “{folder}” cũng là thư mục chứa các sổ làm việc.",
        en="The state folder “{folder}” is also the folder of the workbooks.",
    ),
    Text(
        vi='Chọn một thư mục riêng trên máy này, như folder = "state".',
        en='Choose a folder of its own on this computer, as folder = "state".',
    ),
)
UNSET_VARIABLE = _message(
    "CFG111",
    Text(vi="Biến môi trường chưa đặt", en="Environment variable not set"),
    Text(
        vi="“{key}” dùng biến môi trường {name}, nhưng biến này chưa được đặt.",
        en="“{key}” uses the environment variable {name}, which is not set.",
    ),
    Text(vi="Đặt biến {name} rồi chạy lại.", en="Set {name} and run again."),
)
UNREADABLE_SECRET = _message(
    "CFG112",
    Text(vi="Không đọc được tệp mật khẩu", en="Password file unreadable"),
    Text(vi="Không đọc được tệp “{path}” nêu ở “{key}”.", en="The file “{path}” named in “{key}” cannot be read."),
    Text(
        vi="Kiểm tra đường dẫn và quyền đọc của tệp; tệp không được để trống.",
        en="Check the path and that the file may be read; it must not be empty.",
    ),
)
NO_WORKBOOKS = _message(
    "CFG113",
    Text(vi="Chưa khai báo sổ nào", en="No workbooks"),
    Text(vi="office.toml chưa khai báo sổ làm việc nào.", en="office.toml names no workbook."),
    Text(
        vi='Thêm một mục, như [workbooks.finance] với location = "so-ke-toan.xlsx".',
        en='Add a section, as [workbooks.finance] with location = "ledger.xlsx".',
    ),
)
NOT_A_WORKBOOK = _message(
    "CFG115",
    Text(vi="Không phải sổ Excel hay Google", en="Neither an Excel nor a Google workbook"),
    Text(
        vi="“{location}” ở “{key}” không phải tệp .xlsx hay .xlsm, cũng không phải địa chỉ Google Trang tính.",
        en="“{location}” in “{key}” is neither an .xlsx or .xlsm file nor the address of a Google spreadsheet.",
    ),
    Text(
        vi="Tệp: lưu lại bằng Excel dạng .xlsx, hoặc sửa đường dẫn. Bảng tính Google: mở nó rồi chép cả địa chỉ trên "
        "thanh địa chỉ, dạng https://docs.google.com/spreadsheets/d/…/edit.",
        en="A file: save it as .xlsx in Excel, or correct the path. A Google spreadsheet: open it and copy the whole "
        "address bar, like https://docs.google.com/spreadsheets/d/…/edit.",
    ),
)
UNKNOWN_JOB = _message(
    "CFG116",
    Text(vi="Không hiểu lịch chạy", en="Job not understood"),
    Text(
        vi="Không hiểu “{value}” ở “{key}”.",
        en="“{value}” in “{key}” is not understood.",
    ),
    Text(vi="Dạng gần nhất: “{nearest}”.", en="The nearest form is: “{nearest}”."),
)
NO_HOLIDAYS = _message(
    "CFG117",
    Text(vi="Không biết ngày lễ của nước này", en="Public holidays not known"),
    Text(
        vi="“{value}” cần ngày lễ, nhưng không có lịch ngày lễ của “{country}”.",
        en="“{value}” needs the public holidays, which are not known for “{country}”.",
    ),
    Text(
        vi="Sửa country ở [office], hoặc bỏ phần nói về ngày lễ.",
        en="Correct country under [office], or take out what is said about holidays.",
    ),
)
UNKNOWN_SPAN = _message(
    "CFG118",
    Text(vi="Không hiểu thời hạn", en="Time not understood"),
    Text(vi="Không hiểu “{value}” ở “{key}”.", en="“{value}” in “{key}” is not understood."),
    Text(vi="Dạng gần nhất: “{nearest}”.", en="The nearest form is: “{nearest}”."),
)

MESSAGES = (
    NO_FILE,
    BAD_TOML,
    UNKNOWN_KEY,
    MISSING_KEY,
    WRONG_VALUE,
    PLAIN_PASSWORD,
    BAD_ADDRESS,
    UNKNOWN_NAME,
    SAME_LOCATION,
    SHARED_STATE,
    UNSET_VARIABLE,
    UNREADABLE_SECRET,
    NO_WORKBOOKS,
    NOT_A_WORKBOOK,
    UNKNOWN_JOB,
    NO_HOLIDAYS,
    UNKNOWN_SPAN,
)
"""Every message about the settings file."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with the settings.

    Attributes:
        message: the template.
        fields: values of its fields.
        path: the key it is about, as ``("mail", "host")``.
        line: line number in the file, from 1; None where it is about something that is not there.
    """

    message: Message
    fields: Mapping[str, object] = field(default_factory=dict)
    path: tuple[str, ...] = ()
    line: int | None = None

    @property
    def code(self) -> str:
        """Return the message's code."""
        return self.message.code

    def text(self, voice: Voice) -> str:
        """Return what is wrong, beginning with the line where it stands."""
        said = render(self.message.text, self.fields, voice)
        if self.line is None:
            return said
        return f"{'dòng' if voice.language == 'vi' else 'line'} {self.line}: {said}"

    def fix(self, voice: Voice) -> str:
        """Return what to do about it."""
        return render(self.message.fix, self.fields, voice)


class ConfigurationError(Exception):
    """The settings file is missing or wrong; nothing was read or written.

    Attributes:
        problems: everything that is wrong, in the order of the lines.
        voice: the language to say it in; None where the file could not tell.
    """

    def __init__(self, problems: Sequence[Problem], voice: Voice | None = None) -> None:
        """Carry all problems at once."""
        self.problems = tuple(sorted(problems, key=lambda problem: problem.line or 0))
        self.voice = voice
        said_in = voice or Voice()
        super().__init__("; ".join(f"{problem.code} {problem.text(said_in)}" for problem in self.problems))
