"""What the command line has to say when a command cannot do its work."""

from __future__ import annotations

from collections.abc import Mapping

from rules.core.message import Message, Severity
from rules.core.text import Text


def _message(code: str, title: Text, text: Text, fix: Text) -> Message:
    return Message(code, Severity.ERROR, title, text, fix, alert=False)


UNEXPECTED = _message(
    "CLI101",
    Text(vi="Lỗi ngoài dự kiến", en="Unexpected error"),
    Text(
        vi="Lệnh dừng vì một lỗi ngoài dự kiến: {error}. Các sổ vẫn mở được như trước.",
        en="The command stopped because of an unexpected error: {error}. The workbooks can be opened as before.",
    ),
    Text(
        vi="Chạy lại; nếu vẫn lỗi, đặt biến SHEETKEEPER_DEBUG=1, chạy lại và gửi kết quả cho người phụ trách.",
        en="Run it again; if it stays, run with SHEETKEEPER_DEBUG=1 and send the output to your technical person.",
    ),
)
LOCKED = _message(
    "CLI102",
    Text(vi="Đang có lần chạy khác", en="Another run is under way"),
    Text(vi="Một lần chạy khác đang làm việc với văn phòng này.", en="Another run is at work on this office."),
    Text(vi="Đợi nó xong rồi chạy lại.", en="Wait until it has ended and run again."),
)
INTERRUPTED = _message(
    "CLI105",
    Text(vi="Đã dừng theo yêu cầu", en="Interrupted"),
    Text(
        vi="Lệnh đã dừng giữa chừng theo yêu cầu. Các sổ vẫn mở được như trước.",
        en="The command was stopped on request. The workbooks can be opened as before.",
    ),
    Text(
        vi="Chạy lại lúc nào cũng được; lần chạy sau sẽ làm nốt phần còn lại.",
        en="Run it again whenever you like; the next run finishes what is left.",
    ),
)
NOT_A_DEMO = _message(
    "CLI106",
    Text(vi="Thư mục không phải văn phòng mẫu", en="Not a demo office"),
    Text(
        vi="Thư mục “{folder}” đã có dữ liệu và không phải văn phòng mẫu, nên được giữ nguyên.",
        en="The folder “{folder}” holds something and is no demo office, so it was left as it is.",
    ),
    Text(
        vi="Chọn thư mục khác, như: sheetkeeper demo van-phong-mau",
        en="Choose another folder: sheetkeeper demo my-demo",
    ),
)
OFFICE_EXISTS = _message(
    "CLI107",
    Text(vi="Đã có văn phòng", en="Office exists already"),
    Text(
        vi="Thư mục “{folder}” đã có tệp office.toml, nên được giữ nguyên.",
        en="The folder “{folder}” has an office.toml already, so it was left as it is.",
    ),
    Text(
        vi="Chọn thư mục khác, hoặc sửa office.toml đang có.",
        en="Choose another folder, or edit the office.toml there.",
    ),
)
NO_ADDRESS = _message(
    "CLI117",
    Text(vi="Thiếu địa chỉ bảng tính", en="Address of a spreadsheet missing"),
    Text(
        vi="Chưa biết bảng tính Google của: {departments:list}.",
        en="It is not known which Google spreadsheet is for: {departments:list}.",
    ),
    Text(
        vi="Tạo bảng tính trống, chia sẻ với tài khoản dịch vụ, rồi thêm cho từng bộ phận: --use {first}=ĐỊA_CHỈ",
        en="Make a blank spreadsheet, share it with the service account, and add for each: --use {first}=ADDRESS",
    ),
)
UNKNOWN_CONTENT = _message(
    "CLI118",
    Text(vi="Bảng tính đã có dữ liệu khác", en="Spreadsheet holds something else"),
    Text(
        vi="Bảng tính {location} không trống, và không có trang nào được nhận ra là của bộ phận {department}; "
        "không có gì được ghi vào đó.",
        en="The spreadsheet {location} is not blank, and no tab of it was recognised as one of {department}; "
        "nothing was written into it.",
    ),
    Text(
        vi="Dùng một bảng tính trống, hoặc sửa tiêu đề cột cho giống mẫu rồi chạy lại.",
        en="Use a blank spreadsheet, or name its columns as the templates do, and run this again.",
    ),
)
UNKNOWN_CHOICE = _message(
    "CLI109",
    Text(vi="Lựa chọn không có", en="Unknown choice"),
    Text(vi="“{value}” ở {option} không có.", en="“{value}” in {option} does not exist."),
    Text(vi="Dùng: {known:list}.", en="Use: {known:list}."),
)
UNKNOWN_RUN = _message(
    "CLI110",
    Text(vi="Không có lần chạy này", en="Unknown run"),
    Text(vi="Không có lần chạy nào tên “{run}”.", en="There is no run called “{run}”."),
    Text(vi="Xem mã các lần chạy bằng: sheetkeeper runs", en="See the names of the runs with: sheetkeeper runs"),
)
NOTHING_KNOWN = _message(
    "CLI111",
    Text(vi="Không tìm thấy nội dung cần giải thích", en="Nothing known by these words"),
    Text(vi="Không tìm thấy gì với “{words}”.", en="Nothing was found for “{words}”."),
    Text(
        vi='Thử một ô như "Hàng hóa!D17", hoặc: payroll NV001 2026-11 (phiếu lương), item HH001 (mặt hàng), account '
        '1111 (tài khoản), budget "Hành chính" 6427 2026-11 (ngân sách). Kiểm tra lại mã đã gõ.',
        en='Try a cell such as "Items!D17", or: payroll NV001 2026-11 (a payslip), item HH001, account 1111, budget '
        '"Office" 6427 2026-11. See whether the code is spelled right.',
    ),
)
FILE_ERROR = _message(
    "CLI112",
    Text(vi="Không dùng được thư mục hay tệp", en="A folder or file cannot be used"),
    Text(vi="Không đọc hoặc ghi được: {error}.", en="It could not be read or written: {error}."),
    Text(
        vi="Kiểm tra đường dẫn, quyền ghi và dung lượng đĩa.",
        en="Check the path, the permission to write and the free disk space.",
    ),
)
UNKNOWN_WORKBOOK = _message(
    "CLI113",
    Text(vi="Không có sổ này", en="Unknown workbook"),
    Text(vi="office.toml không có sổ nào tên “{workbook}”.", en="office.toml names no workbook “{workbook}”."),
    Text(vi="Dùng một trong: {known:list}.", en="Use one of: {known:list}."),
)
NEWER_STATE = _message(
    "CLI114",
    Text(vi="Dữ liệu của phiên bản mới hơn", en="State of a newer version"),
    Text(
        vi="Thư mục trạng thái do một phiên bản Sheetkeeper mới hơn ghi (bản {found}; phiên bản này biết đến {known}).",
        en="The state was written by a newer Sheetkeeper (version {found}; this one knows up to {known}).",
    ),
    Text(vi="Cài phiên bản Sheetkeeper mới hơn.", en="Install the newer Sheetkeeper."),
)
UNREADABLE_STATE = _message(
    "CLI115",
    Text(vi="Không mở được dữ liệu trạng thái", en="State unreadable"),
    Text(
        vi="Không mở được dữ liệu trạng thái của Sheetkeeper: {error}. Các sổ không bị ảnh hưởng.",
        en="Sheetkeeper's own records cannot be opened: {error}. The workbooks are not affected.",
    ),
    Text(
        vi="Kiểm tra đĩa và quyền của thư mục trạng thái; nếu hỏng hẳn, đổi tên thư mục đó rồi chạy lại.",
        en="Check the disk and the permissions of the state folder; if it is damaged, rename the folder and run again.",
    ),
)
NO_JOBS = _message(
    "CLI116",
    Text(vi="Chưa có lịch chạy", en="No schedule"),
    Text(vi="office.toml chưa có lịch chạy ở [schedule].", en="office.toml has no jobs under [schedule]."),
    Text(
        vi='Thêm, như: [schedule] jobs = ["mỗi 15 phút từ 07:30 đến 18:00 các ngày làm việc"]',
        en='Add some: [schedule] jobs = ["every 15 minutes from 07:30 to 18:00 on weekdays"]',
    ),
)
BACKUP_EXISTS = _message(
    "CLI130",
    Text(vi="Tệp sao lưu đã có", en="File exists already"),
    Text(vi="Tệp “{path}” đã có nên được giữ nguyên.", en="The file “{path}” exists already and was left as it is."),
    Text(
        vi="Đặt tên khác, như sao-luu-2026-11-20.zip; --force chỉ ghi đè lên một bản sao lưu cũ.",
        en="Choose another name, as backup-2026-11-20.zip; --force replaces a former backup only.",
    ),
)
NO_STATE = _message(
    "CLI131",
    Text(vi="Chưa có gì để sao lưu", en="Nothing to back up yet"),
    Text(vi="Văn phòng này chưa có lần chạy nào.", en="There has been no run of this office yet."),
    Text(vi="Chạy trước một lần: sheetkeeper sync", en="Make a run first: sheetkeeper sync"),
)
NOT_A_BACKUP = _message(
    "CLI132",
    Text(vi="Tệp sao lưu không dùng được", en="Backup not usable"),
    Text(
        vi="“{path}” không phải bản sao lưu do Sheetkeeper lập, hoặc đã bị hỏng. Không có gì thay đổi.",
        en="“{path}” is no backup that Sheetkeeper made, or it is damaged. Nothing was changed.",
    ),
    Text(
        vi="Dùng một bản sao lưu khác, lập bằng: sheetkeeper backup",
        en="Take another one, made with: sheetkeeper backup",
    ),
)
STATE_EXISTS = _message(
    "CLI133",
    Text(vi="Đã có dữ liệu trạng thái", en="State exists already"),
    Text(
        vi="Thư mục trạng thái “{folder}” đã có dữ liệu nên được giữ nguyên.",
        en="The state folder “{folder}” holds records already, so it was left as it is.",
    ),
    Text(
        vi="Nếu chắc chắn muốn thay, thêm --force; dữ liệu cũ được giữ lại bên cạnh.",
        en="If it is to be replaced, add --force; the former records are kept beside the new ones.",
    ),
)
DAEMON_AT_WORK = _message(
    "CLI134",
    Text(vi="Daemon đang chạy", en="The daemon is running"),
    Text(
        vi="sheetkeeper daemon đang phục vụ văn phòng này, nên không thể thay dữ liệu của nó.",
        en="sheetkeeper daemon is serving this office, so its records cannot be replaced.",
    ),
    Text(
        vi="Dừng nó trước, như: systemctl stop sheetkeeper; khôi phục xong thì chạy lại.",
        en="Stop it first, as with: systemctl stop sheetkeeper; start it again afterwards.",
    ),
)
SECOND_DAEMON = _message(
    "CLI135",
    Text(vi="Đã có daemon đang chạy", en="There is a daemon already"),
    Text(
        vi="sheetkeeper daemon đang phục vụ văn phòng này rồi.",
        en="sheetkeeper daemon is serving this office already.",
    ),
    Text(
        vi="Không cần làm gì; muốn thay nó thì dừng nó trước, như: systemctl stop sheetkeeper",
        en="Nothing to do; to take its place, stop it first, as with: systemctl stop sheetkeeper",
    ),
)
NO_BACKUP = _message(
    "CLI136",
    Text(vi="Không có tệp sao lưu này", en="No such backup"),
    Text(vi="Không có tệp “{path}”. Không có gì thay đổi.", en="There is no file “{path}”. Nothing was changed."),
    Text(vi="Kiểm tra tên tệp và thư mục.", en="Check the name of the file and the folder."),
)
NO_FOLDER = _message(
    "CLI137",
    Text(vi="Không có thư mục này", en="No such folder"),
    Text(vi="Không có thư mục “{folder}”. Chưa lưu gì cả.", en="There is no folder “{folder}”. Nothing was saved."),
    Text(
        vi="Kiểm tra cách viết, hoặc tạo thư mục đó trước.",
        en="See whether it is spelled right, or make the folder first.",
    ),
)
IS_A_FOLDER = _message(
    "CLI138",
    Text(vi="Đó là một thư mục", en="It is a folder"),
    Text(
        vi="“{path}” là một thư mục, không phải tệp. Không có gì thay đổi.",
        en="“{path}” is a folder, no file. Nothing was changed.",
    ),
    Text(
        vi="Thêm tên tệp, như: {path}/sao-luu-2026-11-20.zip",
        en="Add the name of a file, as: {path}/backup-2026-11-20.zip",
    ),
)
NO_HEAD = _message(
    "CLI120",
    Text(vi="Mốc nhật ký không hợp lệ", en="Not the head of a chain"),
    Text(vi="“{head}” không phải mốc nhật ký kiểm tra.", en="“{head}” is not the end of an audit chain."),
    Text(
        vi="Chép đúng như ở cuối thư, như: sheetkeeper audit --head 128:9f86d081884c7d65",
        en="Copy it as it stands at the foot of a mail: sheetkeeper audit --head 128:9f86d081884c7d65",
    ),
)
UNKNOWN_MAIL = _message(
    "CLI125",
    Text(vi="Không có thư này", en="Unknown mail"),
    Text(vi="Không có thư số {number} nào đang chờ.", en="No mail {number} waits."),
    Text(vi="Xem số của các thư bằng: sheetkeeper mail list", en="See the numbers with: sheetkeeper mail list"),
)
NOT_A_RECIPIENT = _message(
    "CLI126",
    Text(vi="Không phải người nhận", en="Not a recipient"),
    Text(
        vi="“{address}” không có trong office.toml, mà thư chỉ được gửi tới những địa chỉ ở đó.",
        en="“{address}” is not in office.toml, and mail goes to addresses from there only.",
    ),
    Text(
        vi="Thêm địa chỉ vào [mail.recipients], hoặc dùng một trong: {known:list}.",
        en="Add it under [mail.recipients], or use one of: {known:list}.",
    ),
)
ADDRESS_ALONE = _message(
    "CLI127",
    Text(vi="Địa chỉ không rõ để làm gì", en="An address for nothing"),
    Text(vi="“{address}” chỉ có nghĩa cùng --send-test.", en="“{address}” means something with --send-test only."),
    Text(
        vi="Gửi thư thử bằng: sheetkeeper check --send-test {address}",
        en="Send a test mail with: sheetkeeper check --send-test {address}",
    ),
)

UNKNOWN_COMMAND = _message(
    "CLI140",
    Text(vi="Không có lệnh này", en="Unknown command"),
    Text(vi="{command} không có lệnh “{word}”.", en="{command} has no command “{word}”."),
    Text(
        vi="Gần giống nhất: {near:list}. Xem các lệnh bằng: {command} --help",
        en="The nearest are: {near:list}. See all with: {command} --help",
    ),
)
UNKNOWN_OPTION = _message(
    "CLI141",
    Text(vi="Không có tùy chọn này", en="Unknown option"),
    Text(vi="{command} không có tùy chọn {option}.", en="{command} has no option {option}."),
    Text(
        vi="Gần giống nhất: {near:list}. Xem các tùy chọn bằng: {command} --help",
        en="The nearest are: {near:list}. See all with: {command} --help",
    ),
)
ARGUMENT_MISSING = _message(
    "CLI142",
    Text(vi="Lệnh còn thiếu", en="Something is missing"),
    Text(vi="{command} cần {name}.", en="{command} needs {name}."),
    Text(vi="Gõ: {usage}", en="Type: {usage}"),
)
TOO_MANY_WORDS = _message(
    "CLI143",
    Text(vi="Lệnh có từ thừa", en="Too many words"),
    Text(vi="{command} không dùng đến “{words}”.", en="{command} takes no “{words}”."),
    Text(
        vi="Gõ: {usage}. Tên có dấu cách thì đặt trong ngoặc kép.",
        en="Type: {usage}. A name that holds spaces stands in quotes.",
    ),
)
WRONG_VALUE = _message(
    "CLI144",
    Text(vi="Giá trị không dùng được", en="Value that cannot be used"),
    Text(vi="“{value}” không dùng được cho {name}.", en="“{value}” cannot be used for {name}."),
    Text(vi="Dùng {expected}.", en="Use {expected}."),
)
VALUE_MISSING = _message(
    "CLI145",
    Text(vi="Tùy chọn thiếu giá trị", en="Option without its value"),
    Text(vi="Sau {option} còn thiếu giá trị.", en="Something has to stand behind {option}."),
    Text(vi="Gõ: {option} rồi đến {expected}.", en="Type {option}, then {expected}."),
)
NO_VALUE_TAKEN = _message(
    "CLI146",
    Text(vi="Tùy chọn không có giá trị", en="Option that takes no value"),
    Text(vi="{option} đứng một mình, không có giá trị.", en="{option} stands by itself, without a value."),
    Text(vi="Bỏ phần từ dấu “=” trở đi.", en="Leave out what begins with “=”."),
)

EXPECTED: Mapping[str, Text] = {
    "as_of": Text(vi="một ngày, như 2026-11-20 hoặc 20/11/2026", en="a day, as 2026-11-20 or 20/11/2026"),
    "lang": Text(vi="vi (tiếng Việt) hoặc en (tiếng Anh)", en="vi (Vietnamese) or en (English)"),
    "limit": Text(vi="một số nguyên từ 0 trở lên, như 50", en="a whole number that is not below 0, as 50"),
    "seed": Text(vi="một số nguyên từ 0 trở lên, như 2026", en="a whole number that is not below 0, as 2026"),
    "selftest": Text(
        vi="địa chỉ một bảng tính Google trống, như https://docs.google.com/spreadsheets/d/…",
        en="the address of a blank Google spreadsheet, as https://docs.google.com/spreadsheets/d/…",
    ),
    "status": Text(vi="ok, partial, failed hoặc running", en="ok, partial, failed or running"),
    "numbers": Text(
        vi="số của thư, như 3; xem các số bằng: sheetkeeper mail list",
        en="the number of a mail, as 3; see the numbers with: sheetkeeper mail list",
    ),
    "office": Text(vi="thư mục có tệp office.toml", en="the folder with the office.toml"),
    "workbook": Text(vi="tên một sổ", en="the name of a workbook"),
}
"""What may be given for an option or argument, by its name in the code; all of which a value may be wrong are here."""

ITS_VALUE = Text(vi="giá trị của nó", en="its value")
"""What is given for any other option."""

ARGUMENTS: Mapping[str, Text] = {
    "RUN": Text(vi="mã lần chạy (RUN), như 20261120-0001", en="the name of a run (RUN), as 20261120-0001"),
    "FILE": Text(vi="tên tệp (FILE), như sao-luu-2026-11-20.zip", en="a file (FILE), as backup-2026-11-20.zip"),
    "DIR": Text(vi="thư mục (DIR), như van-phong", en="a folder (DIR), as my-office"),
    "NUMBER": Text(vi="số thư (NUMBER)", en="the number of a mail (NUMBER)"),
    "PLACE": Text(
        vi='chỗ cần giải thích (PLACE), như "Hàng hóa!D17" hoặc item HH001',
        en='what to explain (PLACE), as "Items!D17" or item HH001',
    ),
    "ITEM": Text(
        vi='mã cần hỏi (ITEM), như HH001 hoặc "Hàng hóa!D17"', en='what to ask for (ITEM), as HH001 or "Items!D17"'
    ),
}
"""What is meant by the words that a usage line writes in capitals."""

MESSAGES = (
    UNEXPECTED,
    LOCKED,
    INTERRUPTED,
    NOT_A_DEMO,
    OFFICE_EXISTS,
    NO_ADDRESS,
    UNKNOWN_CONTENT,
    UNKNOWN_CHOICE,
    UNKNOWN_RUN,
    NOTHING_KNOWN,
    FILE_ERROR,
    UNKNOWN_WORKBOOK,
    NEWER_STATE,
    UNREADABLE_STATE,
    NO_JOBS,
    NO_HEAD,
    UNKNOWN_MAIL,
    NOT_A_RECIPIENT,
    ADDRESS_ALONE,
    BACKUP_EXISTS,
    NO_STATE,
    NOT_A_BACKUP,
    STATE_EXISTS,
    DAEMON_AT_WORK,
    SECOND_DAEMON,
    NO_BACKUP,
    NO_FOLDER,
    IS_A_FOLDER,
    UNKNOWN_COMMAND,
    UNKNOWN_OPTION,
    ARGUMENT_MISSING,
    TOO_MANY_WORDS,
    WRONG_VALUE,
    VALUE_MISSING,
    NO_VALUE_TAKEN,
)
"""Every message of the command line."""
