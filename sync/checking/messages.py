"""What a check has to say: what is wrong, with its fix, and what is right."""

from __future__ import annotations

from rules.core.message import Message, Severity
from rules.core.text import Text
from sync.results import CheckLine


def _warning(code: str, title: Text, text: Text, fix: Text) -> Message:
    return Message(code, Severity.WARNING, title, text, fix, alert=False)


def _failure(code: str, title: Text, text: Text, fix: Text) -> Message:
    return Message(code, Severity.ERROR, title, text, fix, alert=False)


def wrong(message: Message, name: str, **fields: object) -> CheckLine:
    """Return the line of something that is wrong: an error fails the check, anything less is a warning."""
    status = "FAIL" if message.severity is Severity.ERROR else "WARN"
    return CheckLine(status, name, message.text, message.fix, fields, message.code)  # type: ignore[arg-type]  # as said


def right(name: str, text: Text, **fields: object) -> CheckLine:
    """Return the line of something that is right."""
    return CheckLine("OK", name, text, fields=fields)


OPEN = _warning(
    "CHK101",
    Text(vi="Tệp đang mở", en="Workbook open"),
    Text(vi="{location} đang mở{who}", en="{location} is open{who}"),
    Text(vi="Đóng tệp để Sheetkeeper ghi được.", en="Close it, so that it can be written."),
)
NO_TABLE = _warning(
    "CHK103",
    Text(vi="Không nhận ra bảng nào", en="No table recognised"),
    Text(vi="không có bảng nào được nhận ra", en="no table was recognised"),
    Text(
        vi="Khai báo tên trang trong [workbooks.….tables] của office.toml.",
        en="Name its tabs under [workbooks.….tables] in office.toml.",
    ),
)
FOLDER_OPEN = _warning(
    "CHK104",
    Text(vi="Người khác đọc được thư mục trạng thái", en="State folder open to others"),
    Text(vi="thư mục {folder} người khác đọc được", en="the folder {folder} can be read by others"),
    Text(vi="chmod 700 {path}", en="chmod 700 {path}"),
)
FOLDER_WAS_OPEN = _warning(
    "CHK105",
    Text(vi="Thư mục trạng thái đã để mở", en="State folder was open to others"),
    Text(
        vi="thư mục {folder} người khác đọc được cho đến lúc này; vừa được đóng lại",
        en="the folder {folder} could be read by others until now; it was closed just now",
    ),
    Text(
        vi="Xem chương trình nào đã đổi quyền của {path}; trong đó có tiền lương và thư.",
        en="See what changed the permissions of {path}: wages and mails are kept in it.",
    ),
)
LITTLE_SPACE = _warning(
    "CHK106",
    Text(vi="Sắp hết đĩa", en="Little disk space"),
    Text(vi="chỉ còn {free:integer} MB trống", en="only {free:integer} MB free"),
    Text(vi="Giải phóng dung lượng đĩa.", en="Free some disk space."),
)
NO_SPACE = _failure(
    "CHK107",
    Text(vi="Đĩa đầy", en="Disk full"),
    Text(
        vi="đĩa đầy ({free:integer} MB trống): không ghi được sổ và trạng thái",
        en="the disk is full ({free:integer} MB free): neither workbooks nor the state can be written",
    ),
    Text(
        vi="Xóa bớt tệp trên đĩa này rồi kiểm tra lại; các sổ vẫn nguyên vẹn.",
        en="Delete files on this disk and check again; the workbooks are unharmed.",
    ),
)
FOLDER_READ_ONLY = _failure(
    "CHK108",
    Text(vi="Thư mục sổ chỉ đọc", en="Workbook folder read-only"),
    Text(
        vi="không ghi được vào thư mục {folder}, nơi tệp mới được lập trước khi thay tệp cũ",
        en="the folder {folder} cannot be written, where a new version is made before it takes the old one's place",
    ),
    Text(
        vi="Cấp quyền ghi thư mục cho tài khoản chạy Sheetkeeper; với systemd, thêm ReadWritePaths={folder}.",
        en="Let the account that runs Sheetkeeper write the folder; under systemd, add ReadWritePaths={folder}.",
    ),
)
STALE_LOCK = _warning(
    "CHK109",
    Text(vi="Tệp khóa bỏ lại", en="Lock file left behind"),
    Text(
        vi="“{lock}” từ {day:date} không còn ai giữ; sổ vẫn được ghi",
        en="“{lock}” of {day:date} is held by nobody any more; the workbook is written all the same",
    ),
    Text(
        vi="Xóa tệp “{lock}” để Excel không báo nhầm là đang có người mở.",
        en="Delete “{lock}”, so that Excel does not take the workbook for open.",
    ),
)
SAME_FILE = _failure(
    "CHK110",
    Text(vi="Hai sổ cùng một tệp", en="Two workbooks are one file"),
    Text(vi="“{first}” và “{second}” là cùng một tệp", en="“{first}” and “{second}” are the same file"),
    Text(
        vi="Xóa một trong hai mục ở [workbooks] của office.toml, hoặc thu hẹp mẫu tên tệp.",
        en="Remove one of the two under [workbooks] in office.toml, or narrow the pattern.",
    ),
)
SECRET_OPEN = _warning(
    "CHK111",
    Text(vi="Người khác đọc được tệp khóa", en="Secret readable by others"),
    Text(vi="người khác đọc được tệp {path}", en="the file {path} can be read by others"),
    Text(vi="chmod 600 {path}", en="chmod 600 {path}"),
)
NO_KEY = _failure(
    "CHK112",
    Text(vi="Không đọc được tệp khóa", en="Key file unreadable"),
    Text(vi="không đọc được tệp {path}: {detail}", en="the file {path} cannot be read: {detail}"),
    Text(
        vi="Kiểm tra đường dẫn ở “{key}” của office.toml và quyền đọc của tài khoản chạy Sheetkeeper.",
        en="Check the path in “{key}” of office.toml, and that the account that runs Sheetkeeper may read it.",
    ),
)
NO_READERS = _warning(
    "CHK113",
    Text(vi="Chưa có người nhận", en="Nobody is to be mailed"),
    Text(vi="chưa có người nhận", en="nobody is to be mailed"),
    Text(vi="Thêm địa chỉ vào [mail.recipients] của office.toml.", en="Add addresses under [mail.recipients]."),
)
NO_READER_OF = _warning(
    "CHK121",
    Text(vi="Bộ phận chưa có người nhận", en="Nobody is mailed about a department"),
    Text(
        vi="“{department}” chưa có người nhận nào, nên việc của bộ phận này không được báo bằng thư",
        en="nobody is to be mailed about “{department}”, so no mail tells what is found there",
    ),
    Text(
        vi="Thêm địa chỉ vào {key} ở [mail.recipients] của office.toml; owner không nhận việc của bộ phận và sổ mật.",
        en="Add addresses to {key} under [mail.recipients]; owner gets nothing of what is confidential.",
    ),
)
MAIL_WAITS = _warning(
    "CHK114",
    Text(vi="Thư chưa gửi được", en="Mail waits"),
    Text(vi="{count:integer} thư chưa gửi được", en="{count:integer} mails could not be sent yet"),
    Text(vi="Kiểm tra máy chủ thư; lần chạy sau sẽ gửi lại.", en="Check the mail server; the next run tries again."),
)
MAIL_GIVEN_UP = _warning(
    "CHK119",
    Text(vi="Thư đã thôi thử", en="Mail given up"),
    Text(vi="{count:integer} thư không gửi được, đã thôi thử", en="{count:integer} mails were given up"),
    Text(
        vi="Xem lý do bằng: sheetkeeper mail list; sửa xong thì: sheetkeeper mail retry",
        en="See why with: sheetkeeper mail list; when that is put right: sheetkeeper mail retry",
    ),
)
CLOSED_AREA = _failure(
    "CHK120",
    Text(vi="Vùng được bảo vệ", en="Protected range"),
    Text(
        vi="trang “{tab}” có vùng được bảo vệ mà Sheetkeeper phải ghi: {area}{label}",
        en="in the tab “{tab}” a range is protected that Sheetkeeper has to write: {area}{label}",
    ),
    Text(
        vi="Nhờ người đặt bảo vệ hoặc chủ bảng tính mở Dữ liệu > Bảo vệ trang tính và dải ô, cho {account} chỉnh sửa "
        "vùng đó, hoặc bỏ các cột ⚙ ra khỏi vùng.",
        en="Let whoever protected it, or the owner, open Data > Protect sheets and ranges and let {account} edit that "
        "range, or leave the ⚙ columns out of it.",
    ),
)
INTERRUPTED = _warning(
    "CHK115",
    Text(vi="Lần chạy bị ngắt", en="Interrupted run"),
    Text(
        vi="lần chạy {run} bị ngắt giữa chừng; lần chạy sau sẽ thu xếp nốt",
        en="run {run} was cut short; the next run settles what it left",
    ),
    Text(vi="Chạy: sheetkeeper sync", en="Run: sheetkeeper sync"),
)
OVERDUE = _warning(
    "CHK116",
    Text(vi="Trễ lịch", en="Overdue"),
    Text(
        vi="trễ lịch từ {day:date} {time}, lần chạy thành công gần nhất {last:date}",
        en="overdue since {day:date} {time}, last successful run {last:date}",
    ),
    Text(
        vi="Xem sheetkeeper daemon có đang chạy không, và nhật ký của nó.",
        en="See whether sheetkeeper daemon is running, and what its log says.",
    ),
)
NO_HEARTBEAT = _warning(
    "CHK117",
    Text(vi="Không tới được địa chỉ heartbeat", en="Heartbeat out of reach"),
    Text(vi="không kết nối được {server}: {detail}", en="{server} cannot be reached: {detail}"),
    Text(
        vi="Kiểm tra url ở [heartbeat] của office.toml, mạng và tường lửa; các lần chạy không bị ảnh hưởng.",
        en="Check url under [heartbeat] in office.toml, the network and the firewall; runs are not affected.",
    ),
)

MESSAGES = (
    OPEN,
    NO_TABLE,
    FOLDER_OPEN,
    FOLDER_WAS_OPEN,
    LITTLE_SPACE,
    NO_SPACE,
    FOLDER_READ_ONLY,
    STALE_LOCK,
    SAME_FILE,
    SECRET_OPEN,
    NO_KEY,
    NO_READERS,
    NO_READER_OF,
    MAIL_WAITS,
    MAIL_GIVEN_UP,
    CLOSED_AREA,
    INTERRUPTED,
    OVERDUE,
    NO_HEARTBEAT,
)
"""Everything that only a check says."""

AS_IT_IS = Text(vi="{said}", en="{said}")
KEY = Text(vi="{path}: người khác không đọc được", en="{path}: nobody else can read it")
SIGNED_IN = Text(vi="đăng nhập bằng {account}", en="signed in as {account}")
TABS = Text(vi="{location}: {count:integer} trang", en="{location}: {count:integer} tabs")
HEADER = Text(
    vi="dòng tiêu đề {row:integer}, nhận ra {columns:integer} cột, {rows:integer} dòng dữ liệu",
    en="header in row {row:integer}, {columns:integer} columns recognised, {rows:integer} data rows",
)
FOLDER = Text(vi="thư mục {folder}", en="folder {folder}")
ENOUGH_SPACE = Text(vi="đủ dung lượng", en="enough free space")
MAIL_KEPT = Text(
    vi="{count:integer} người nhận; thư được lưu trong {folder}",
    en="{count:integer} recipients; mail is kept in {folder}",
)
MAIL_SENT = Text(vi="{count:integer} người nhận qua {server}", en="{count:integer} recipients by {server}")
SERVER_ANSWERS = Text(vi="{server} trả lời và nhận đăng nhập", en="{server} answers and lets us in")
NEXT_RUN = Text(
    vi="{count:integer} lịch, lần chạy tới {day:date} {time}", en="{count:integer} jobs, next run {day:date} {time}"
)
HEARTBEAT = Text(vi="kết nối được {server}", en="{server} can be reached")
"""What is right."""
