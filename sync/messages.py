"""What reading, writing and running have to say: messages that belong to no department."""

from __future__ import annotations

from rules.core.message import Message, Severity
from rules.core.text import Text

ERROR, WARNING, NOTICE = Severity.ERROR, Severity.WARNING, Severity.NOTICE

MISSING_COLUMN = Message(
    "DAT101",
    ERROR,
    Text("Thiếu cột", "Missing column"),
    Text(
        "Trang “{tab}” thiếu cột bắt buộc: {columns:list}. Không đọc được bảng này nên cả bộ phận chưa được kiểm tra "
        "trong lần chạy này.",
        "Tab “{tab}” lacks required columns: {columns:list}. Without this table the whole department is not checked "
        "in this run.",
    ),
    Text(
        "Thêm cột với đúng tiêu đề, hoặc khai báo tên cột của bạn trong office.toml.",
        "Add the column with this title, or name your own column in office.toml.",
    ),
)
DOUBLED_HEADER = Message(
    "DAT102",
    ERROR,
    Text("Trùng tiêu đề cột", "Doubled header"),
    Text(
        "Cột “{header}” xuất hiện nhiều lần: {columns:list}. Không rõ phải lấy cột nào nên bảng chưa được đọc và cả "
        "bộ phận chưa được kiểm tra trong lần chạy này.",
        "The column “{header}” stands there more than once: {columns:list}. It is not clear which one counts, so the "
        "table was left out and the whole department is not checked in this run.",
    ),
    Text("Đổi tên hoặc xóa cột thừa.", "Rename or delete the extra column."),
)
TABLE_NOT_FOUND = Message(
    "DAT103",
    ERROR,
    Text("Không tìm thấy bảng", "Table not found"),
    Text(
        "Không tìm thấy bảng “{table}” trong tệp {workbook}. Thiếu bảng này nên cả bộ phận chưa được kiểm tra trong "
        "lần chạy này.",
        "The table “{table}” was not found in workbook {workbook}. Without it the whole department is not checked in "
        "this run.",
    ),
    Text(
        "Đặt tên trang là “{table}”, hoặc khai báo tên trang trong office.toml.",
        "Name the tab “{table}”, or say in office.toml which tab it is.",
    ),
)
BLANK = Message(
    "DAT201",
    ERROR,
    Text("Thiếu dữ liệu", "Value missing"),
    Text("Ô “{header}” đang trống nhưng bắt buộc phải có.", "“{header}” is blank, but every row needs it."),
    Text("Nhập giá trị vào ô này.", "Enter the value."),
)
NOT_A_NUMBER = Message(
    "DAT202",
    ERROR,
    Text("Không phải số", "Not a number"),
    Text("“{header}” là “{seen}”, không phải một số.", "“{header}” is “{seen}”, which is not a number."),
    Text("Nhập số, ví dụ 1234567.", "Enter a number, for example 1234567."),
)
AMBIGUOUS_NUMBER = Message(
    "DAT203",
    ERROR,
    Text("Số không rõ ràng", "Ambiguous number"),
    Text(
        "“{header}” là chữ “{seen}”, có thể hiểu là {first} hoặc {second}.",
        "“{header}” is the text “{seen}”, which may mean {first} or {second}.",
    ),
    Text("Nhập lại dưới dạng số (không phải chữ).", "Enter it again as a number instead of text."),
)
NOT_A_DATE = Message(
    "DAT204",
    ERROR,
    Text("Không phải ngày", "Not a date"),
    Text(
        "“{header}” là “{seen}”, không phải {expected}.",
        "“{header}” is “{seen}”, which is not {expected}.",
    ),
    Text("Nhập lại theo dạng {example}.", "Enter it as {example}."),
)
NOT_A_CHOICE = Message(
    "DAT205",
    ERROR,
    Text("Không có trong danh sách", "Not in the list"),
    Text(
        "“{header}” là “{seen}”, không có trong danh sách cho phép.",
        "“{header}” is “{seen}”, which is not in the list.",
    ),
    Text("Chọn một trong: {choices:list}.", "Choose one of: {choices:list}."),
)
OUT_OF_RANGE = Message(
    "DAT206",
    ERROR,
    Text("Giá trị ngoài phạm vi", "Value out of range"),
    Text(
        "“{header}” là “{seen}”, phải {expected}.",
        "“{header}” is “{seen}”; it must be {expected}.",
    ),
    Text("Sửa lại giá trị.", "Correct the value."),
)
ERROR_CELL = Message(
    "DAT207",
    ERROR,
    Text("Ô báo lỗi", "Error cell"),
    Text("“{header}” đang báo lỗi {seen}.", "“{header}” shows the error {seen}."),
    Text("Sửa công thức của ô này.", "Mend the formula in this cell."),
)
NO_CACHED_VALUE = Message(
    "DAT208",
    ERROR,
    Text("Công thức chưa có kết quả", "Formula without a value"),
    Text(
        "“{header}” là công thức chưa được tính, nên không đọc được kết quả.",
        "“{header}” holds a formula that was never calculated, so that its value cannot be read.",
    ),
    Text(
        "Mở tệp bằng Excel hoặc LibreOffice, để tính lại rồi lưu.",
        "Open the workbook in Excel or LibreOffice, let it calculate, and save it.",
    ),
)
NOT_WHOLE = Message(
    "DAT209",
    ERROR,
    Text("Không phải số nguyên", "Not a whole number"),
    Text("“{header}” là “{seen}”, phải là số nguyên.", "“{header}” is “{seen}”; a whole number is expected."),
    Text("Nhập một số nguyên.", "Enter a whole number."),
)
CODE_BECAME_DATE = Message(
    "DAT210",
    ERROR,
    Text("Mã bị đổi thành ngày", "Code turned into a date"),
    Text(
        "“{header}” là ngày {seen}; có lẽ bảng tính đã tự đổi mã thành ngày.",
        "“{header}” is the date {seen}; the spreadsheet seems to have turned a code into a date.",
    ),
    Text("Định dạng cột là Văn bản rồi nhập lại mã.", "Format the column as text and enter the code again."),
)
MERGED_AMOUNT = Message(
    "DAT211",
    ERROR,
    Text("Số trong ô gộp", "Number in merged cells"),
    Text(
        "“{header}” nằm trong ô gộp nhiều dòng, không rõ số này thuộc dòng nào.",
        "“{header}” is in cells merged over several rows; it is not clear which row the number belongs to.",
    ),
    Text("Bỏ gộp ô và nhập số cho từng dòng.", "Unmerge the cells and enter a number in each row."),
)
CODE_LOST_DIGITS = Message(
    "DAT212",
    ERROR,
    Text("Mã bị mất chữ số", "Code lost its last digits"),
    Text(
        "“{header}” là số {seen}; bảng tính chỉ giữ 15 chữ số, nên các chữ số cuối của mã đã mất.",
        "“{header}” is the number {seen}; spreadsheets keep 15 digits of a number, so the last digits of the code "
        "are lost.",
    ),
    Text("Định dạng cột là Văn bản rồi nhập lại mã.", "Format the column as text and enter the code again."),
)
DUPLICATE_KEY = Message(
    "DAT301",
    ERROR,
    Text("Trùng khóa", "Duplicate key"),
    Text(
        "{names} “{key}” đã có ở dòng {first}.",
        "{names} “{key}” stands in row {first} already.",
    ),
    Text("Xóa dòng trùng hoặc sửa lại mã.", "Delete the duplicate row or correct its code."),
)
NO_KEY = Message(
    "DAT302",
    ERROR,
    Text("Dòng thiếu mã", "Row without a key"),
    Text(
        "Dòng này có dữ liệu nhưng thiếu “{header}”.",
        "This row holds data but has no “{header}”.",
    ),
    Text("Nhập “{header}” cho dòng này, hoặc xóa dòng.", "Enter “{header}”, or delete the row."),
)
REFERS_TO_OWNED = Message(
    "DAT401",
    WARNING,
    Text("Công thức dùng ô của Sheetkeeper", "Formula uses Sheetkeeper's cells"),
    Text(
        "Công thức ở “{header}” dùng ô do Sheetkeeper ghi (⚙), nên kết quả có thể chậm một nhịp.",
        "The formula in “{header}” uses cells that Sheetkeeper writes (⚙), so its value may lag behind.",
    ),
    Text(
        "Dùng các cột gốc thay cho cột ⚙ trong công thức này.",
        "Refer to your own columns instead of the ⚙ columns.",
    ),
)
TOTALS_ROW = Message(
    "DAT501",
    NOTICE,
    Text("Bỏ qua dòng tổng", "Totals row skipped"),
    Text(
        "Trang “{tab}”: bỏ qua {count:integer} dòng tổng hoặc chú thích (dòng {rows:list}).",
        "Tab “{tab}”: {count:integer} totals or note rows were skipped (rows {rows:list}).",
    ),
    Text("Không cần làm gì.", "Nothing to do."),
    alert=False,
)
INVALID_SETTING = Message(
    "DAT601",
    ERROR,
    Text("Thiết lập không hợp lệ", "Invalid setting"),
    Text(
        "Thiết lập “{name}” là “{seen}”, không hợp lệ; đang dùng mặc định {default}.",
        "The setting “{name}” is “{seen}”, which is not valid; the default {default} is used.",
    ),
    Text("Sửa giá trị trong trang Cài đặt.", "Correct the value in the settings tab."),
)
MONTH_UNKNOWN = Message(
    "DAT602",
    ERROR,
    Text("Không rõ tháng của bảng", "Month not known"),
    Text(
        "Không rõ trang “{tab}” thuộc tháng nào. Trang chưa được đọc nên cả bộ phận chưa được kiểm tra trong lần chạy "
        "này.",
        "It is not clear which month the tab “{tab}” belongs to. The tab was left out, so the whole department is not "
        "checked in this run.",
    ),
    Text(
        "Đặt tháng vào tên trang, ví dụ “Chấm công 2026-11”.",
        "Put the month into the title of the tab, as in “Timesheet 2026-11”.",
    ),
)
ALERTS_HEADER_GONE = Message(
    "DAT603",
    ERROR,
    Text("Trang cảnh báo mất tiêu đề", "Alerts tab without its header"),
    Text(
        "Trang “{tab}” không còn dòng tiêu đề với cột {columns:list}. Danh sách cảnh báo chưa được cập nhật, ngày hoãn "
        "chưa được đọc.",
        "Tab “{tab}” has lost its header row with the column {columns:list}. The list of alerts was not brought up to "
        "date, and no snooze date was read.",
    ),
    Text(
        "Hoàn tác việc xóa dòng tiêu đề, hoặc xóa cả trang để Sheetkeeper lập lại.",
        "Bring the header row back, or delete the whole tab; Sheetkeeper makes it again.",
    ),
)

NOT_FOUND = Message(
    "WBK101",
    ERROR,
    Text("Không thấy tệp", "Workbook not found"),
    Text("Không tìm thấy tệp {location}.", "The workbook {location} was not found."),
    Text(
        "Kiểm tra tên tệp và ổ mạng, hoặc sửa location trong office.toml.",
        "Check the file name and the network share, or correct location in office.toml.",
    ),
)
UNREADABLE = Message(
    "WBK102",
    ERROR,
    Text("Tệp không đọc được", "Workbook not readable"),
    Text(
        "Tệp {location} không phải là .xlsx đọc được: {detail}.",
        "{location} is not a readable .xlsx workbook: {detail}.",
    ),
    Text(
        "Mở tệp bằng Excel rồi lưu lại dạng .xlsx; nếu không mở được, lấy bản sao lưu.",
        "Open it in Excel and save it as .xlsx; if it does not open, take a backup copy.",
    ),
)
ENCRYPTED = Message(
    "WBK103",
    ERROR,
    Text("Tệp có mật khẩu", "Password-protected"),
    Text("Tệp {location} được bảo vệ bằng mật khẩu.", "{location} is protected by a password."),
    Text("Bỏ mật khẩu mở tệp trong Excel.", "Remove the password for opening in Excel."),
)
TOO_LARGE = Message(
    "WBK104",
    ERROR,
    Text("Tệp vượt giới hạn", "Workbook beyond the limits"),
    Text("Tệp {location} vượt giới hạn: {detail}.", "{location} is beyond the limits: {detail}."),
    Text(
        "Xóa các ô thừa ở xa bảng, hoặc nâng giới hạn trong [limits] của office.toml.",
        "Delete stray cells far from the table, or raise the limit under [limits] in office.toml.",
    ),
)
LEGACY = Message(
    "WBK105",
    ERROR,
    Text("Định dạng .xls cũ", "Old .xls format"),
    Text("Tệp {location} thực ra là .xls cũ.", "{location} is really an old .xls workbook."),
    Text("Mở bằng Excel và lưu thành .xlsx.", "Open it in Excel and save it as .xlsx."),
)
LOCKED = Message(
    "WBK106",
    NOTICE,
    Text("Tệp đang mở", "Workbook is open"),
    Text(
        "Tệp {location} đang được mở{who}, nên lần này chỉ đọc, chưa ghi.",
        "{location} is open{who}, so this time it was read but not written.",
    ),
    Text("Đóng tệp; lần chạy sau sẽ ghi.", "Close it; the next run will write."),
    alert=False,
)
CHANGED_MEANWHILE = Message(
    "WBK107",
    NOTICE,
    Text("Tệp vừa thay đổi", "Changed meanwhile"),
    Text(
        "Sổ {location} bị thay đổi nhiều lần trong lúc chạy, nên chưa ghi.",
        "{location} kept changing while the run was under way, so it was not written.",
    ),
    Text("Lần chạy sau sẽ ghi.", "The next run will write."),
    alert=False,
)
UNSAFE = Message(
    "WBK108",
    ERROR,
    Text("Không thể ghi an toàn", "Cannot be written safely"),
    Text(
        "Tệp {location} có phần không thể sửa an toàn: {detail}. Tệp được giữ nguyên.",
        "{location} holds something that cannot be edited safely: {detail}. It was left as it is.",
    ),
    Text(
        "Lưu lại tệp bằng Excel dạng .xlsx thông thường, hoặc bỏ phần đó.",
        "Save it again from Excel as an ordinary .xlsx, or remove that part.",
    ),
)
READ_ONLY = Message(
    "WBK109",
    ERROR,
    Text("Không ghi được tệp", "Workbook cannot be written"),
    Text(
        "Không ghi được tệp {location}: {detail}.",
        "{location} could not be written: {detail}.",
    ),
    Text(
        "Kiểm tra quyền ghi, dung lượng đĩa và kết nối ổ mạng.",
        "Check the permission to write, the free disk space and the connection to the share.",
    ),
)
HELD = Message(
    "WBK110",
    NOTICE,
    Text("Đang tạm giữ sau khi hoàn tác", "On hold after an undo"),
    Text(
        "Sổ {location} đang tạm giữ sau khi hoàn tác lần chạy {run}, nên không ghi.",
        "{location} is on hold since run {run} was undone, so it was not written.",
    ),
    Text("Chạy “sheetkeeper resume” để ghi lại.", "Run “sheetkeeper resume” to let it be written again."),
    alert=False,
)
TOO_CONFIDENTIAL = Message(
    "WBK111",
    ERROR,
    Text("Báo cáo mật không được ghi", "Confidential report withheld"),
    Text(
        "Báo cáo “{report}” dùng dữ liệu mật nên không được ghi vào {workbook}.",
        "The report “{report}” uses confidential data and was not written into {workbook}.",
    ),
    Text(
        "Đặt confidential = true cho tệp này trong office.toml nếu chỉ người được phép mới mở được.",
        "Set confidential = true for this workbook in office.toml if only those entitled can open it.",
    ),
)
LINK_LEADS_OUT = Message(
    "WBK112",
    ERROR,
    Text("Lối tắt dẫn ra ngoài thư mục", "Link leads out of the folder"),
    Text(
        "Tệp {location} là lối tắt dẫn ra ngoài thư mục của nó, tới {target}, nên không được mở.",
        "{location} is a link that leads out of its folder, to {target}, so it was not opened.",
    ),
    Text(
        "Ghi đường dẫn thật vào location trong office.toml, hoặc chép tệp vào thư mục này.",
        "Put the true path into location in office.toml, or copy the workbook into this folder.",
    ),
)
NOT_SHARED = Message(
    "WBK121",
    ERROR,
    Text("Bảng tính chưa được chia sẻ", "Spreadsheet not shared"),
    Text(
        "Google không cho tài khoản {account} mở bảng tính {location}: bảng chưa được chia sẻ với tài khoản này, hoặc "
        "địa chỉ không đúng.",
        "Google does not let {account} open the spreadsheet {location}: it is not shared with that account, or the "
        "address is not right.",
    ),
    Text(
        "Mở bảng tính, bấm Chia sẻ, thêm {account} với quyền Người chỉnh sửa; kiểm tra location trong office.toml.",
        "Open the spreadsheet, press Share and add {account} as Editor; check location in office.toml.",
    ),
)
MAY_NOT_WRITE = Message(
    "WBK122",
    ERROR,
    Text("Chỉ được xem bảng tính", "Spreadsheet may only be viewed"),
    Text(
        "Tài khoản {account} chỉ được xem bảng tính {location}, nên không ghi được.",
        "{account} may view the spreadsheet {location} but not edit it, so it was not written.",
    ),
    Text(
        "Mở bảng tính, bấm Chia sẻ, đổi quyền của {account} thành Người chỉnh sửa.",
        "Open the spreadsheet, press Share and make {account} an Editor.",
    ),
)
PROTECTED_RANGE = Message(
    "WBK123",
    ERROR,
    Text("Vùng được bảo vệ", "Protected range"),
    Text(
        "Bảng tính {location} bảo vệ một vùng mà Sheetkeeper phải ghi, nên không ghi được.",
        "The spreadsheet {location} protects a range that Sheetkeeper has to write, so it was not written.",
    ),
    Text(
        "Vào Dữ liệu > Bảo vệ trang tính và dải ô, cho {account} chỉnh sửa các cột ⚙, hoặc bỏ bảo vệ các cột đó.",
        "Under Data > Protect sheets and ranges let {account} edit the ⚙ columns, or do not protect them.",
    ),
)
OFFICE_FILE = Message(
    "WBK124",
    ERROR,
    Text("Tệp Excel nằm trên Drive", "Excel file kept in Drive"),
    Text(
        "{location} là tệp Excel nằm trên Google Drive, không phải bảng tính Google, nên không đọc được.",
        "{location} is an Excel file that is kept in Google Drive, not a Google spreadsheet, so it cannot be read.",
    ),
    Text(
        "Mở tệp trên Drive, chọn Tệp > Lưu dưới dạng Google Trang tính, chia sẻ bảng mới và ghi địa chỉ của nó vào "
        "office.toml.",
        "Open it in Drive, choose File > Save as Google Sheets, share the new spreadsheet and put its address into "
        "office.toml.",
    ),
)
TEN_MILLION_CELLS = Message(
    "WBK125",
    ERROR,
    Text("Bảng tính đầy", "Spreadsheet is full"),
    Text(
        "Bảng tính {location} đã tới giới hạn 10 triệu ô của Google, nên không ghi thêm được.",
        "The spreadsheet {location} has reached Google's limit of 10 million cells, so nothing could be added.",
    ),
    Text(
        "Xóa các dòng, cột và trang không dùng; ô trống cũng được tính.",
        "Delete rows, columns and tabs that are not used; blank cells count too.",
    ),
)
API_DISABLED = Message(
    "WBK126",
    ERROR,
    Text("Chưa bật Google Sheets API", "Google Sheets API is off"),
    Text(
        "Google Sheets API chưa được bật trong dự án của tài khoản dịch vụ.",
        "The Google Sheets API is not switched on in the service account's project.",
    ),
    Text(
        "Mở Google Cloud, vào APIs & Services > Library, bật “Google Sheets API”, đợi vài phút. {address}",
        "In Google Cloud open APIs & Services > Library, enable “Google Sheets API” and wait some minutes. {address}",
    ),
)
SERVICE_DOWN = Message(
    "WBK127",
    ERROR,
    Text("Google đang gặp sự cố", "Google is out of order"),
    Text(
        "Google trả lời lỗi {status} cho {location} sau nhiều lần thử.",
        "Google answered {status} for {location} at every try.",
    ),
    Text(
        "Đợi rồi chạy lại; lần chạy sau sẽ thử lại. Xem www.google.com/appsstatus.",
        "Wait and run again; the next run tries anew. See www.google.com/appsstatus.",
    ),
)
OUT_OF_REACH = Message(
    "WBK128",
    ERROR,
    Text("Không kết nối được tới Google", "Google is out of reach"),
    Text(
        "Không nhận được trả lời của Google cho {location} ({detail}).",
        "No answer of Google was received for {location} ({detail}).",
    ),
    Text(
        "Kiểm tra mạng, tường lửa và proxy: máy này phải tới được sheets.googleapis.com và oauth2.googleapis.com.",
        "Check the network, firewall and proxy: sheets.googleapis.com and oauth2.googleapis.com have to be in reach.",
    ),
)
REQUEST_REFUSED = Message(
    "WBK129",
    ERROR,
    Text("Google từ chối yêu cầu", "Google refused a request"),
    Text(
        "Google từ chối một yêu cầu về {location}: {detail}.",
        "Google refused a request about {location}: {detail}.",
    ),
    Text(
        "Gửi thông báo này cho người phụ trách kỹ thuật; các sổ khác vẫn chạy.",
        "Send this to your technical person; the other workbooks were served.",
    ),
)
QUOTA_EXHAUSTED = Message(
    "WBK130",
    ERROR,
    Text("Hết hạn mức của Google", "Google's quota is used up"),
    Text(
        "Google không nhận thêm yêu cầu cho {location} vì tài khoản đã dùng hết hạn mức mỗi phút.",
        "Google takes no more requests for {location}, since the account has used up its quota for the minute.",
    ),
    Text(
        "Đợi vài phút rồi chạy lại. Nếu nhiều văn phòng dùng chung tài khoản, giảm requests_per_minute trong [google].",
        "Wait some minutes and run again. Where offices share the account, lower requests_per_minute under [google].",
    ),
)
NO_CREDENTIALS = Message(
    "WBK131",
    ERROR,
    Text("Chưa có khóa Google", "No key for Google"),
    Text(
        "{location} là bảng tính Google nhưng chưa khai báo khóa của tài khoản dịch vụ.",
        "{location} is a Google spreadsheet, but no service account's key is named.",
    ),
    Text(
        'Thêm vào office.toml: [google] rồi credentials = "đường dẫn tệp khóa".',
        'Add to office.toml: [google] and below it credentials = "path of the key file".',
    ),
)
KEY_UNREADABLE = Message(
    "WBK132",
    ERROR,
    Text("Không đọc được tệp khóa", "Key file cannot be read"),
    Text("Không đọc được tệp khóa {path}: {detail}.", "The key file {path} cannot be read: {detail}."),
    Text(
        "Kiểm tra credentials trong [google] và quyền đọc của tài khoản chạy Sheetkeeper.",
        "Check credentials under [google], and that the account that runs Sheetkeeper may read the file.",
    ),
)
KEY_INVALID = Message(
    "WBK133",
    ERROR,
    Text("Tệp khóa không đúng", "Not a service account's key"),
    Text(
        "Tệp {path} không phải khóa của tài khoản dịch vụ: {detail}.",
        "{path} is not the key of a service account: {detail}.",
    ),
    Text(
        "Tải lại khóa: Google Cloud > IAM & Admin > Service Accounts > tài khoản > Keys > Add key > JSON.",
        "Download a key anew: Google Cloud > IAM & Admin > Service Accounts > the account > Keys > Add key > JSON.",
    ),
)
KEY_OPEN = Message(
    "WBK134",
    ERROR,
    Text("Người khác đọc được tệp khóa", "Key file can be read by others"),
    Text(
        "Người dùng khác trên máy này đọc được tệp khóa {path}, nên nó không được dùng.",
        "Other users of this computer can read the key file {path}, so it was not used.",
    ),
    Text("chmod 600 “{path}”", "chmod 600 “{path}”"),
)
KEY_IN_GIT = Message(
    "WBK135",
    ERROR,
    Text("Tệp khóa nằm trong kho git", "Key file lies in a git repository"),
    Text(
        "Tệp khóa {path} nằm trong kho git {folder}, nơi nó dễ bị công khai, nên không được dùng.",
        "The key file {path} lies in the git repository {folder}, where it is easily published, so it was not used.",
    ),
    Text(
        "Chuyển tệp ra ngoài kho, như ~/.config/sheetkeeper/key.json, rồi sửa credentials. Đã commit thì thay khóa.",
        "Move it out, as to ~/.config/sheetkeeper/key.json, and correct credentials. If it was committed, replace it.",
    ),
)
KEY_REFUSED = Message(
    "WBK136",
    ERROR,
    Text("Khóa không còn hiệu lực", "Key is no longer valid"),
    Text(
        "Google không nhận khóa của {account}: khóa đã bị xóa, hoặc tài khoản không còn.",
        "Google does not take the key of {account}: it was deleted, or the account no longer exists.",
    ),
    Text(
        "Tạo khóa mới trong Google Cloud > IAM & Admin > Service Accounts, và thay tệp khóa.",
        "Make a new key in Google Cloud > IAM & Admin > Service Accounts, and replace the key file.",
    ),
)
CLOCK_OFF = Message(
    "WBK137",
    ERROR,
    Text("Đồng hồ máy sai giờ", "Clock is off"),
    Text(
        "Google từ chối đăng nhập vì đồng hồ của máy này sai giờ{off}.",
        "Google refused the sign-in because this computer's clock is off{off}.",
    ),
    Text(
        "Bật tự động chỉnh giờ (timedatectl set-ntp true), rồi chạy lại.",
        "Let the clock be set automatically (timedatectl set-ntp true), and run again.",
    ),
)
SIGN_IN_REFUSED = Message(
    "WBK138",
    ERROR,
    Text("Google từ chối đăng nhập", "Sign-in refused"),
    Text(
        "Google từ chối đăng nhập của {account}: {detail}.",
        "Google refused the sign-in of {account}: {detail}.",
    ),
    Text(
        "Kiểm tra khóa và tài khoản trong Google Cloud; nếu cần, tạo khóa mới.",
        "Check the key and the account in Google Cloud; if need be, make a new key.",
    ),
)
NOT_BLANK = Message(
    "WBK139",
    ERROR,
    Text("Bảng tính không trống", "Spreadsheet is not blank"),
    Text(
        "{location} đã có nội dung{tab}, nên được giữ nguyên.",
        "{location} holds something{tab}, so it was left as it is.",
    ),
    Text(
        "Tạo một bảng tính mới, để trống, chia sẻ quyền Chỉnh sửa cho tài khoản dịch vụ rồi chạy lại.",
        "Make a new spreadsheet, leave it blank, share it with the service account as Editor and run again.",
    ),
    alert=False,
)
RULE_FAILED = Message(
    "RUL101",
    ERROR,
    Text("Không kiểm tra được", "Rule could not be evaluated"),
    Text(
        "Quy tắc “{rule}” không tính được ({error}){where}.",
        "The rule “{rule}” could not be evaluated ({error}){where}.",
    ),
    Text(
        "Gửi thông báo này cho người phụ trách kỹ thuật; các quy tắc khác vẫn chạy.",
        "Send this to your technical person; the other rules were evaluated.",
    ),
)

STRUCTURE = (MISSING_COLUMN, DOUBLED_HEADER, TABLE_NOT_FOUND, MONTH_UNKNOWN)
"""What keeps a table from being read as a whole."""

READING_MESSAGES = (
    MISSING_COLUMN,
    DOUBLED_HEADER,
    TABLE_NOT_FOUND,
    BLANK,
    NOT_A_NUMBER,
    AMBIGUOUS_NUMBER,
    NOT_A_DATE,
    NOT_A_CHOICE,
    OUT_OF_RANGE,
    ERROR_CELL,
    NO_CACHED_VALUE,
    NOT_WHOLE,
    CODE_BECAME_DATE,
    MERGED_AMOUNT,
    CODE_LOST_DIGITS,
    DUPLICATE_KEY,
    NO_KEY,
    REFERS_TO_OWNED,
    TOTALS_ROW,
    INVALID_SETTING,
    MONTH_UNKNOWN,
)
WORKBOOK_MESSAGES = (
    NOT_FOUND,
    UNREADABLE,
    ENCRYPTED,
    TOO_LARGE,
    LEGACY,
    LOCKED,
    CHANGED_MEANWHILE,
    UNSAFE,
    READ_ONLY,
    HELD,
    TOO_CONFIDENTIAL,
    LINK_LEADS_OUT,
    NOT_SHARED,
    MAY_NOT_WRITE,
    PROTECTED_RANGE,
    OFFICE_FILE,
    TEN_MILLION_CELLS,
    API_DISABLED,
    SERVICE_DOWN,
    OUT_OF_REACH,
    REQUEST_REFUSED,
    QUOTA_EXHAUSTED,
    NO_CREDENTIALS,
    KEY_UNREADABLE,
    KEY_INVALID,
    KEY_OPEN,
    KEY_IN_GIT,
    KEY_REFUSED,
    CLOCK_OFF,
    SIGN_IN_REFUSED,
    NOT_BLANK,
)
KEY_FILE = (NO_CREDENTIALS, KEY_UNREADABLE, KEY_INVALID, KEY_OPEN, KEY_IN_GIT)
"""What is wrong with the key file of the account of the service."""
CREDENTIALS = (*KEY_FILE, KEY_REFUSED, CLOCK_OFF, SIGN_IN_REFUSED)
"""What keeps the account of the service from signing in."""
QUOTA = (QUOTA_EXHAUSTED,)
"""What says that the account has asked too much."""

ALL_MESSAGES = (*READING_MESSAGES, *WORKBOOK_MESSAGES, ALERTS_HEADER_GONE, RULE_FAILED)
BY_CODE = {message.code: message for message in ALL_MESSAGES}
