"""Everything the inventory department can say, in the order of its codes."""

from __future__ import annotations

from rules.core.message import Message, Severity
from rules.core.text import Text

UNKNOWN_ITEM = Message(
    code="INV101",
    severity=Severity.ERROR,
    title=Text(vi="Mã hàng không có", en="Unknown item"),
    text=Text(
        vi="Mã hàng “{code}” không có trong danh mục Hàng hóa, nên dòng này không được tính vào tồn kho.",
        en="The item code “{code}” is not in the list of items, so this row does not count in the stock.",
    ),
    fix=Text(
        vi="Sửa lại mã hàng cho đúng; nếu là hàng mới thì thêm vào tab Hàng hóa.",
        en="Correct the item code; if the item is new, add it to the Items tab.",
    ),
)

UNKNOWN_WAREHOUSE = Message(
    code="INV102",
    severity=Severity.ERROR,
    title=Text(vi="Mã kho không có", en="Unknown warehouse"),
    text=Text(
        vi="Kho “{code}” không có trong danh sách Kho, nên dòng này không được tính vào tồn kho.",
        en="The warehouse “{code}” is not in the list of warehouses, so this row does not count in the stock.",
    ),
    fix=Text(
        vi="Sửa lại mã kho; các kho đang có: {known:list}.",
        en="Correct the warehouse code; the warehouses there are: {known:list}.",
    ),
)

INCOMPLETE_TRANSFER = Message(
    code="INV103",
    severity=Severity.ERROR,
    title=Text(vi="Chuyển kho thiếu kho nhận", en="Transfer without destination"),
    text=Text(
        vi="Phiếu {voucher} chuyển {item} từ kho {warehouse} nhưng kho nhận là “{to_warehouse}”: "
        "cần một kho khác kho {warehouse}.",
        en="Voucher {voucher} transfers {item} out of {warehouse}, but its destination is “{to_warehouse}”: "
        "a warehouse other than {warehouse} was expected.",
    ),
    fix=Text(
        vi="Điền kho nhận hàng vào cột Kho nhận; nếu hàng không sang kho khác thì đổi Loại thành Nhập hoặc Xuất.",
        en="Enter where the goods went in To warehouse; if they went to no other warehouse, make it a receipt or an "
        "issue.",
    ),
)

NEGATIVE_STOCK = Message(
    code="INV201",
    severity=Severity.ERROR,
    title=Text(vi="Tồn kho âm", en="Negative stock"),
    text=Text(
        vi="{item} ({name}) ở kho {warehouse} bị âm từ ngày {date:date}: phiếu {voucher} xuất {quantity:quantity} "
        "{unit} "
        "nhưng sổ chỉ còn {before:quantity}, sau phiếu này còn {after:quantity}.",
        en="{item} ({name}) in {warehouse} is negative from {date:date} on: voucher {voucher} takes "
        "{quantity:quantity} "
        "{unit} while the books hold {before:quantity}, which leaves {after:quantity}.",
    ),
    fix=Text(
        vi="Kiểm tra phiếu nhập còn thiếu hoặc ghi sai ngày, số lượng xuất, mã kho và tồn đầu kỳ của mặt hàng này.",
        en="Look for a receipt that is missing or misdated, and check the quantity, the warehouse and the opening "
        "stock.",
    ),
)

FUTURE_DATE = Message(
    code="INV202",
    severity=Severity.ERROR,
    title=Text(vi="Ngày trong tương lai", en="Date in the future"),
    text=Text(
        vi="Phiếu {voucher} ghi ngày {date:date}, sau ngày kiểm tra {as_of:date}; dòng này chưa được tính vào tồn kho.",
        en="Voucher {voucher} is dated {date:date}, after {as_of:date}; this row does not yet count in the stock.",
    ),
    fix=Text(
        vi="Sửa lại ngày trên phiếu; hàng đặt nhưng chưa về thì ghi ở cột Đang đặt của tab Hàng hóa.",
        en="Correct the date; goods ordered and not yet received belong in On order, in the Items tab.",
    ),
)

_REORDER_BASIS_VI = (
    " Điểm đặt hàng theo {basis}: nhu cầu {demand:quantity}/ngày, giao hàng {lead_time:quantity} ngày, "
    "tồn an toàn {safety_stock:quantity}, tồn tối thiểu {minimum:quantity}."
)
_REORDER_BASIS_EN = (
    " The reorder point follows {basis}: demand {demand:quantity} a day, lead time {lead_time:quantity} days, "
    "safety stock {safety_stock:quantity}, minimum {minimum:quantity}."
)

REORDER = Message(
    code="INV301",
    severity=Severity.WARNING,
    title=Text(vi="Cần đặt hàng", en="Order now"),
    text=Text(
        vi="{item} ({name}): tồn {on_hand:quantity} − giữ chỗ {reserved:quantity} + đang đặt {on_order:quantity} "
        "= {projected:quantity} {unit}, không cao hơn điểm đặt hàng {reorder_point:quantity}." + _REORDER_BASIS_VI,
        en="{item} ({name}): on hand {on_hand:quantity} − reserved {reserved:quantity} + on order {on_order:quantity} "
        "= {projected:quantity} {unit}, not above the reorder point {reorder_point:quantity}." + _REORDER_BASIS_EN,
    ),
    fix=Text(
        vi="Đặt {suggested:quantity} {unit} (bội số của quy cách {pack:quantity}), rồi ghi vào cột Đang đặt.",
        en="Order {suggested:quantity} {unit} (a multiple of the pack of {pack:quantity}), then enter it in On order.",
    ),
)

OUT_OF_STOCK = Message(
    code="INV302",
    severity=Severity.ERROR,
    title=Text(vi="Hết hàng", en="Out of stock"),
    text=Text(
        vi="{item} ({name}) đã hết: tồn {on_hand:quantity} {unit}, giữ chỗ {reserved:quantity}, đang đặt "
        "{on_order:quantity}; điểm đặt hàng {reorder_point:quantity}." + _REORDER_BASIS_VI,
        en="{item} ({name}) has run out: on hand {on_hand:quantity} {unit}, reserved {reserved:quantity}, on order "
        "{on_order:quantity}; reorder point {reorder_point:quantity}." + _REORDER_BASIS_EN,
    ),
    fix=Text(
        vi="Đặt thêm {suggested:quantity} {unit} và giục phần đang đặt (nếu có); nếu thực tế trong kho còn hàng thì "
        "nhập phiếu nhập còn thiếu hoặc phiếu kiểm kê.",
        en="Order {suggested:quantity} {unit} more and press for what is on order, if anything; if there are goods on "
        "the shelf, enter the missing receipt or a count.",
    ),
)

DUPLICATE_VOUCHER = Message(
    code="INV401",
    severity=Severity.ERROR,
    title=Text(vi="Trùng số phiếu", en="Voucher number used twice"),
    text=Text(
        vi="Số phiếu {voucher} được dùng cho hai phiếu: {first_type} ngày {first_date:date} (dòng {first_row}) "
        "và {type} ngày {date:date}.",
        en="The voucher number {voucher} is used for two vouchers: {first_type} of {first_date:date} "
        "(row {first_row}) and {type} of {date:date}.",
    ),
    fix=Text(
        vi="Mỗi phiếu chỉ có một số, một ngày và một loại: sửa ngày hoặc loại nếu gõ nhầm, nếu không thì đánh số mới.",
        en="A voucher has one number, one date and one type: correct the date or type, or give it a number of its own.",
    ),
)

DUPLICATE_LINE = Message(
    code="INV402",
    severity=Severity.WARNING,
    title=Text(vi="Có thể nhập hai lần", en="Possibly entered twice"),
    text=Text(
        vi="Phiếu {voucher} giống phiếu {first} (dòng {first_row}): cùng ngày {date:date}, loại {type}, mã "
        "hàng "
        "{item}, kho {warehouse}, số lượng {quantity:quantity} và đối tượng {partner}.",
        en="Voucher {voucher} is like voucher {first} (row {first_row}): same date {date:date}, type {type}, "
        "item "
        "{item}, warehouse {warehouse}, quantity {quantity:quantity} and partner {partner}.",
    ),
    fix=Text(
        vi="Đối chiếu với chứng từ giấy; nếu là một lần nhập xuất thì xóa một dòng, nếu là hai lần thì ghi rõ ở Ghi "
        "chú "
        "và hoãn cảnh báo này.",
        en="Compare with the paper vouchers; delete one row if it happened once, otherwise say so in Note and snooze "
        "this.",
    ),
)

BAD_QUANTITY = Message(
    code="INV501",
    severity=Severity.ERROR,
    title=Text(vi="Số lượng không hợp lệ", en="Quantity not above zero"),
    text=Text(
        vi="Phiếu {voucher} ({type}) ghi số lượng {quantity:quantity}; số lượng phải lớn hơn 0, riêng kiểm kê có thể "
        "bằng 0. Dòng này không được tính vào tồn kho.",
        en="Voucher {voucher} ({type}) has the quantity {quantity:quantity}; it must be above zero, for a count at "
        "least "
        "zero. This row does not count in the stock.",
    ),
    fix=Text(
        vi="Điền số lượng dương; hàng trả lại thì ghi phiếu Nhập hoặc Xuất ngược lại chứ không ghi số âm.",
        en="Enter a positive quantity; for returned goods enter the opposite voucher, not a negative quantity.",
    ),
)

NO_LEAD_TIME = Message(
    code="INV502",
    severity=Severity.WARNING,
    title=Text(vi="Thiếu thời gian giao", en="Lead time missing"),
    text=Text(
        vi="{item} ({name}) có xuất {demand:quantity} {unit}/ngày nhưng chưa có thời gian giao hàng, nên không tính "
        "được "
        "điểm đặt hàng theo nhu cầu.",
        en="{item} ({name}) has a demand of {demand:quantity} {unit} a day but no lead time, so no reorder point can "
        "be "
        "worked out from its demand.",
    ),
    fix=Text(
        vi="Điền Thời gian giao (ngày) cho mặt hàng, hoặc đặt thời gian giao mặc định ở tab Cài đặt.",
        en="Enter the item's lead time in days, or a default lead time in the settings.",
    ),
)

COUNT_DIFFERENCE = Message(
    code="INV601",
    severity=Severity.NOTICE,
    title=Text(vi="Kiểm kê lệch sổ", en="Count differs from the books"),
    text=Text(
        vi="Kiểm kê {item} ở kho {warehouse} ngày {date:date}: đếm được {counted:quantity} {unit}, sổ sách "
        "{book:quantity}, "
        "lệch {difference:quantity}. Tồn kho đã lấy theo số đếm được.",
        en="Count of {item} in {warehouse} on {date:date}: {counted:quantity} {unit} counted, {book:quantity} in the "
        "books, "
        "a difference of {difference:quantity}. The stock follows the count.",
    ),
    fix=Text(
        vi="Tìm nguyên nhân (phiếu chưa nhập, hao hụt, nhầm kho) và lập biên bản xử lý chênh lệch.",
        en="Find the cause (a voucher not entered, loss, the wrong warehouse) and record how the difference is "
        "settled.",
    ),
    alert=False,  # the count has put the stock right, so nothing would ever resolve the alert
)

MESSAGES = (
    UNKNOWN_ITEM,
    UNKNOWN_WAREHOUSE,
    INCOMPLETE_TRANSFER,
    NEGATIVE_STOCK,
    FUTURE_DATE,
    REORDER,
    OUT_OF_STOCK,
    DUPLICATE_VOUCHER,
    DUPLICATE_LINE,
    BAD_QUANTITY,
    NO_LEAD_TIME,
    COUNT_DIFFERENCE,
)
