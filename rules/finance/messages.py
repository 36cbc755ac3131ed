"""What the ledger's rules have to say, in the words of a bookkeeper."""

from __future__ import annotations

from rules.core.message import Message, Severity
from rules.core.text import Text

ERROR, WARNING, NOTICE = Severity.ERROR, Severity.WARNING, Severity.NOTICE

UNBALANCED = Message(
    "FIN101",
    ERROR,
    Text("Chứng từ lệch Nợ/Có", "Voucher not balanced"),
    Text(
        "Chứng từ {voucher}: tổng Nợ {debit:exact}, tổng Có {credit:exact}, lệch {difference:exact}. Hai bên phải "
        "bằng nhau.",
        "Voucher {voucher}: debits {debit:exact}, credits {credit:exact}, a difference of {difference:exact}. The two "
        "sides must be equal.",
    ),
    Text(
        "Đối chiếu các dòng của {voucher} với chứng từ gốc: sửa số tiền sai hoặc thêm dòng còn thiếu.",
        "Compare the lines of {voucher} with the original: correct the wrong amount or add the missing line.",
    ),
)
SAME_ACCOUNT = Message(
    "FIN102",
    ERROR,
    Text("TK Nợ trùng TK Có", "Debit and credit account are the same"),
    Text(
        "Bút toán của chứng từ {voucher} ghi Nợ và Có cùng tài khoản {account}; hai tài khoản phải khác nhau.",
        "This entry of voucher {voucher} debits and credits the same account {account}; two different accounts are "
        "expected.",
    ),
    Text("Sửa lại tài khoản đối ứng.", "Correct one of the two accounts."),
)
UNKNOWN_ACCOUNT = Message(
    "FIN201",
    ERROR,
    Text("Tài khoản không có", "Unknown account"),
    Text(
        "Tài khoản {account} không có trong danh mục tài khoản.",
        "Account {account} is not in the chart of accounts.",
    ),
    Text(
        "Sửa số hiệu tài khoản, hoặc thêm {account} vào trang Tài khoản nếu đúng là tài khoản mới.",
        "Correct the account, or add {account} to the accounts tab if it is really a new one.",
    ),
)
NOT_A_LEAF = Message(
    "FIN202",
    ERROR,
    Text("Ghi vào TK tổng hợp", "Posting to a summary account"),
    Text(
        "Tài khoản {account} có tài khoản chi tiết ({children:list}), nên phải ghi vào tài khoản chi tiết.",
        "Account {account} has sub-accounts ({children:list}); the posting belongs in one of them.",
    ),
    Text("Chọn tài khoản chi tiết thay cho {account}.", "Choose a sub-account instead of {account}."),
)
INACTIVE_ACCOUNT = Message(
    "FIN203",
    ERROR,
    Text("Tài khoản ngừng dùng", "Inactive account"),
    Text(
        "Tài khoản {account} ({name}) đã được đánh dấu ngừng dùng.",
        "Account {account} ({name}) is marked as no longer in use.",
    ),
    Text(
        "Chọn tài khoản khác, hoặc sửa cột “Đang dùng” ở trang Tài khoản.",
        "Choose another account, or correct the column “Active” in the accounts tab.",
    ),
)
RETIRED_ACCOUNT = Message(
    "FIN204",
    WARNING,
    Text("Tài khoản đã bỏ theo TT99", "Account retired by Circular 99"),
    Text(
        "Tài khoản {account} đã bỏ từ 01/01/2026 theo Thông tư 99/2025/TT-BTC, nhưng bút toán ngày {date:date} vẫn "
        "dùng.",
        "Account {account} was retired on 1 January 2026 by Circular 99/2025/TT-BTC, but this entry of {date:date} "
        "uses it.",
    ),
    Text(
        "Chuyển sang tài khoản tương ứng của Thông tư 99; nếu đơn vị theo Thông tư 133, đổi “Chế độ kế toán” ở trang "
        "Cài đặt.",
        "Use the account that replaces it in Circular 99; if you follow Circular 133, change the accounting regime in "
        "the settings tab.",
    ),
)
FUTURE_DATE = Message(
    "FIN301",
    ERROR,
    Text("Ngày ở tương lai", "Date in the future"),
    Text(
        "Ngày {date:date} sau ngày kiểm tra {as_of:date}; bút toán đã ghi không thể ở tương lai.",
        "The date {date:date} is after {as_of:date}, the day of this check; a posted entry cannot lie in the future.",
    ),
    Text(
        "Sửa lại ngày; nếu là khoản dự kiến, đặt trạng thái “Nháp”.",
        "Correct the date; if the entry is only planned, set its status to “Draft”.",
    ),
)
CLOSED_ADDED = Message(
    "FIN302",
    ERROR,
    Text("Ghi thêm vào kỳ đã khóa", "Entered into a closed period"),
    Text(
        "Dòng này được thêm vào kỳ đã khóa sổ.",
        "This line was entered into a period that is already closed.",
    ),
    Text(
        "Ghi vào kỳ đang mở với ngày hiện tại; nếu thật cần sửa kỳ cũ, mở khóa sổ ở trang Cài đặt.",
        "Enter it in the open period instead; if the old period must really change, reopen it in the settings tab.",
    ),
)
CLOSED_CHANGED = Message(
    "FIN303",
    ERROR,
    Text("Sửa số liệu kỳ đã khóa", "Closed period changed"),
    Text(
        "“{column}” của dòng thuộc kỳ đã khóa bị sửa từ “{before}” thành “{after}”.",
        "“{column}” of this line in a closed period was changed from “{before}” to “{after}”.",
    ),
    Text(
        "Trả lại giá trị cũ và điều chỉnh bằng bút toán đảo trong kỳ đang mở.",
        "Put the old value back and correct it by a reversal in the open period.",
    ),
)
CLOSED_REMOVED = Message(
    "FIN304",
    ERROR,
    Text("Xóa dòng kỳ đã khóa", "Line of a closed period removed"),
    Text(
        "Dòng {key:list} thuộc kỳ đã khóa không còn nữa; trước đây: {before}.",
        "The line {key:list} of a closed period is gone; it was: {before}.",
    ),
    Text(
        "Nhập lại dòng đã xóa; muốn hủy thì ghi bút toán đảo trong kỳ đang mở.",
        "Enter the line again; to cancel it, write a reversal in the open period.",
    ),
)
VOUCHER_GAP = Message(
    "FIN402",
    WARNING,
    Text("Thiếu số chứng từ", "Gap in voucher numbers"),
    Text(
        "Dãy chứng từ nhảy từ {previous} sang {voucher}: thiếu {count:integer} số ({missing:list}).",
        "The series jumps from {previous} to {voucher}: {count:integer} missing ({missing:list}).",
    ),
    Text(
        "Tìm chứng từ còn thiếu và nhập vào; nếu đã hủy, hoãn cảnh báo này kèm ghi chú, hoặc tắt kiểm tra ở trang Cài "
        "đặt.",
        "Find the missing voucher and enter it; if it was cancelled, snooze this alert with a note, or turn the check "
        "off in the settings tab.",
    ),
)
VOUCHER_DATES = Message(
    "FIN403",
    ERROR,
    Text("Một chứng từ, nhiều ngày", "One voucher, several dates"),
    Text(
        "Chứng từ {voucher} có dòng ngày {other:date}, các dòng trước ngày {date:date}; một chứng từ chỉ có một ngày.",
        "Voucher {voucher} has a line dated {other:date}, while it began on {date:date}; a voucher has one date.",
    ),
    Text(
        "Sửa ngày nếu gõ nhầm; nếu là hai chứng từ khác nhau, đánh lại số cho một chứng từ.",
        "Correct the date if it is a slip; if these are two vouchers, give one of them another number.",
    ),
)
DUPLICATE_VOUCHER = Message(
    "FIN404",
    WARNING,
    Text("Có thể ghi trùng", "Probably entered twice"),
    Text(
        "Chứng từ {voucher} giống hệt {first}: cùng ngày {date:date}, tài khoản, số tiền {amount:money}, đối tượng và "
        "nội dung.",
        "Voucher {voucher} is the same as {first}: same date {date:date}, accounts, amount {amount:money}, partner and "
        "description.",
    ),
    Text(
        "Kiểm tra chứng từ gốc: nếu ghi hai lần thì xóa hoặc đảo {voucher}; nếu đúng là hai nghiệp vụ, ghi rõ diễn "
        "giải hoặc số hóa đơn.",
        "Check the originals: if it was entered twice, delete or reverse {voucher}; if they are two transactions, tell "
        "them apart by description or invoice number.",
    ),
)
NO_AMOUNT = Message(
    "FIN501",
    ERROR,
    Text("Không có số tiền", "No amount"),
    Text(
        "Dòng của chứng từ {voucher} không có số tiền (bên Nợ và bên Có đều trống hoặc bằng 0).",
        "This line of voucher {voucher} has no amount (debit and credit are both blank or zero).",
    ),
    Text("Nhập số tiền, hoặc xóa dòng thừa.", "Enter the amount, or delete the line."),
)
NEGATIVE_AMOUNT = Message(
    "FIN502",
    ERROR,
    Text("Số tiền âm", "Negative amount"),
    Text(
        "Số tiền {amount:money} là số âm, nhưng dòng không nêu chứng từ bị đảo.",
        "The amount {amount:money} is negative, but the line does not say which voucher it reverses.",
    ),
    Text(
        "Ghi số dương; nếu là ghi âm để đảo, điền “Đảo chứng từ”.",
        "Enter it as a positive amount; if it is a reversal, fill in “Reverses voucher”.",
    ),
)
BOTH_SIDES = Message(
    "FIN503",
    ERROR,
    Text("Có cả Nợ lẫn Có", "Both debit and credit"),
    Text(
        "Một dòng có cả Nợ {debit:money} và Có {credit:money}; mỗi dòng chỉ ghi một bên.",
        "One line has both a debit of {debit:money} and a credit of {credit:money}; a line takes one side only.",
    ),
    Text("Xóa bên sai, hoặc tách thành hai dòng.", "Clear the wrong side, or split it into two lines."),
)
NO_PARTNER = Message(
    "FIN601",
    WARNING,
    Text("Thiếu đối tượng", "Partner missing"),
    Text(
        "Dòng ghi tài khoản công nợ {account} nhưng chưa có đối tượng.",
        "This line posts to {account}, a receivable or payable, but names no partner.",
    ),
    Text(
        "Điền khách hàng, nhà cung cấp hoặc nhân viên vào “Đối tượng”.",
        "Enter the customer, supplier or employee under “Partner”.",
    ),
)
NO_INVOICE = Message(
    "FIN602",
    WARNING,
    Text("Thiếu số hóa đơn", "Invoice missing"),
    Text(
        "Dòng ghi thuế GTGT (tài khoản {account}) nhưng chưa có số hóa đơn.",
        "This line records VAT (account {account}) but names no invoice.",
    ),
    Text("Điền số hóa đơn để lên bảng kê thuế.", "Enter the invoice number, which the VAT return needs."),
)

_USED = Text(
    "{department}, TK {account}, tháng {month:month}: đã dùng {used:money} trên ngân sách {budget:money} "
    "({share:percent}), trong đó nháp {draft:money}; còn lại {left:money}.",
    "{department}, account {account}, {month:month}: {used:money} used of a budget of {budget:money} "
    "({share:percent}), of which {draft:money} in draft; {left:money} left.",
)
_EXCEEDED = Text(
    "{department}, TK {account}, tháng {month:month}: đã dùng {used:money} trên ngân sách {budget:money} "
    "({share:percent}), trong đó nháp {draft:money}; vượt {over:money}.",
    "{department}, account {account}, {month:month}: {used:money} used of a budget of {budget:money} "
    "({share:percent}), of which {draft:money} in draft; {over:money} too much.",
)
BUDGET_NOTICE = Message(
    "FIN701",
    NOTICE,
    Text("Ngân sách sắp hết", "Budget running down"),
    _USED,
    Text("Theo dõi các khoản chi còn lại trong tháng.", "Keep an eye on what is still to be spent this month."),
)
BUDGET_WARNING = Message(
    "FIN702",
    WARNING,
    Text("Ngân sách gần hết", "Budget nearly used up"),
    _USED,
    Text(
        "Hoãn các khoản chi chưa gấp, hoặc xin điều chỉnh ngân sách.",
        "Put off what can wait, or ask for the budget to be adjusted.",
    ),
)
BUDGET_EXCEEDED = Message(
    "FIN703",
    ERROR,
    Text("Hết hoặc vượt ngân sách", "Budget used up or exceeded"),
    _EXCEEDED,
    Text(
        "Dừng các khoản nháp, kiểm tra lại tài khoản và bộ phận của các bút toán, hoặc xin bổ sung ngân sách.",
        "Stop what is still in draft, check the entries' accounts and departments, or ask for more budget.",
    ),
)
NO_BUDGET = Message(
    "FIN704",
    WARNING,
    Text("Chi không có ngân sách", "Spending without a budget"),
    Text(
        "{department} chi {used:money} vào TK {account} trong tháng {month:month} (trong đó nháp {draft:money}), "
        "nhưng ngân sách không có dòng nào cho khoản này.",
        "{department} spent {used:money} on account {account} in {month:month} ({draft:money} of it in draft), but no "
        "budget line covers it.",
    ),
    Text(
        "Kiểm tra bộ phận và tài khoản của bút toán, hoặc thêm dòng ngân sách.",
        "Check the entry's department and account, or add a budget line.",
    ),
)

MESSAGES = (
    UNBALANCED,
    SAME_ACCOUNT,
    UNKNOWN_ACCOUNT,
    NOT_A_LEAF,
    INACTIVE_ACCOUNT,
    RETIRED_ACCOUNT,
    FUTURE_DATE,
    CLOSED_ADDED,
    CLOSED_CHANGED,
    CLOSED_REMOVED,
    VOUCHER_GAP,
    VOUCHER_DATES,
    DUPLICATE_VOUCHER,
    NO_AMOUNT,
    NEGATIVE_AMOUNT,
    BOTH_SIDES,
    NO_PARTNER,
    NO_INVOICE,
    BUDGET_NOTICE,
    BUDGET_WARNING,
    BUDGET_EXCEEDED,
    NO_BUDGET,
)
"""Every message of the department."""
