"""Why a mail could not be delivered, and what to do about it, in every language."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from rules.core.message import Message, Severity
from rules.core.text import Text


def _message(code: str, title: Text, text: Text, fix: Text) -> Message:
    return Message(code, Severity.ERROR, title, text, fix, alert=False)


UNREACHABLE: Final = _message(
    "MAI101",
    Text(vi="Không kết nối được máy chủ thư", en="Mail server out of reach"),
    Text(vi="Không kết nối được {server}: {detail}.", en="{server} cannot be reached: {detail}."),
    Text(
        vi="Kiểm tra mạng, tường lửa, và host, port ở [mail] của office.toml.",
        en="Check the network, the firewall, and host and port under [mail] in office.toml.",
    ),
)
NOT_SECURE: Final = _message(
    "MAI102",
    Text(vi="Kết nối thư không an toàn", en="Mail connection not secure"),
    Text(
        vi="Không lập được kết nối mã hóa tới {server}: {detail}. Chưa có thư hay mật khẩu nào được gửi đi.",
        en="No encrypted connection to {server}: {detail}. Neither a mail nor the password was sent.",
    ),
    Text(
        vi='Dùng security = "starttls" với cổng 587 hoặc "tls" với cổng 465; nếu máy chủ có chứng thư riêng, đặt biến '
        "SSL_CERT_FILE.",
        en='Use security = "starttls" with port 587 or "tls" with port 465; for a server with a certificate of its own '
        "set SSL_CERT_FILE.",
    ),
)
SIGN_IN_REFUSED: Final = _message(
    "MAI103",
    Text(vi="Máy chủ thư từ chối đăng nhập", en="Mail server refused the sign-in"),
    Text(vi="{server} từ chối đăng nhập của {user}: {detail}.", en="{server} refused to let {user} in: {detail}."),
    Text(
        vi="Kiểm tra user và mật khẩu (password_env hoặc password_file) ở [mail]; nhiều nhà cung cấp đòi mật khẩu ứng "
        "dụng riêng.",
        en="Check user and the password (password_env or password_file) under [mail]; many providers ask for an app "
        "password.",
    ),
)
NO_PASSWORD: Final = _message(
    "MAI104",
    Text(vi="Không có mật khẩu thư", en="No mail password"),
    Text(vi="Không đọc được mật khẩu của máy chủ thư: {detail}.", en="The mail password cannot be read: {detail}."),
    Text(
        vi="Đặt biến hoặc tệp nêu ở password_env hay password_file của [mail].",
        en="Set the variable or the file that password_env or password_file under [mail] names.",
    ),
)
NO_ANSWER: Final = _message(
    "MAI105",
    Text(vi="Máy chủ thư không trả lời", en="No answer from the mail server"),
    Text(
        vi="{server} không trả lời kịp hoặc ngắt kết nối: {detail}.",
        en="{server} did not answer in time or hung up: {detail}.",
    ),
    Text(
        vi="Thường tự hết; nếu kéo dài, hỏi nhà cung cấp thư và kiểm tra port, security ở [mail].",
        en="This mostly passes; if it lasts, ask your mail provider and check port and security under [mail].",
    ),
)
REFUSED_FOR_NOW: Final = _message(
    "MAI106",
    Text(vi="Máy chủ thư tạm chưa nhận", en="Not taken for now"),
    Text(
        vi="{server} tạm chưa nhận thư cho {address}: {detail}.",
        en="{server} does not take the mail for {address} at the moment: {detail}.",
    ),
    Text(
        vi="Thường tự hết; nếu kéo dài, hộp thư có thể đã đầy hoặc đã vượt hạn mức gửi.",
        en="This mostly passes; if it lasts, the mailbox may be full or the sending quota used up.",
    ),
)
REFUSED: Final = _message(
    "MAI107",
    Text(vi="Máy chủ thư không nhận", en="Mail refused"),
    Text(
        vi="{server} không nhận thư cho {address}: {detail}.", en="{server} refused the mail for {address}: {detail}."
    ),
    Text(
        vi="Sửa địa chỉ ở [mail.recipients], hoặc sender nếu máy chủ không cho gửi bằng địa chỉ đó.",
        en="Correct the address under [mail.recipients], or sender where the server does not let you use it.",
    ),
)
UNCERTAIN: Final = _message(
    "MAI108",
    Text(vi="Không rõ thư đã tới chưa", en="Not known whether it arrived"),
    Text(
        vi="{server} ngắt sau khi đã được giao thư cho {address} mà chưa xác nhận: {detail}. Thư có thể đã tới.",
        en="{server} hung up after it was given the mail for {address} and before it confirmed: {detail}. It may have "
        "arrived.",
    ),
    Text(
        vi="Hỏi người nhận; nếu chưa có thư, gửi lại.",
        en="Ask the reader; if it did not arrive, send it again.",
    ),
)
NOT_A_RECIPIENT: Final = _message(
    "MAI109",
    Text(vi="Không còn là người nhận", en="No longer a recipient"),
    Text(
        vi="{address} không còn ở [mail.recipients], nên thư không được gửi.",
        en="{address} is no longer under [mail.recipients], so the mail was not sent.",
    ),
    Text(
        vi="Bỏ thư này: sheetkeeper mail discard; hoặc ghi lại địa chỉ rồi gửi lại.",
        en="Discard it: sheetkeeper mail discard; or list the address again and send it again.",
    ),
)
NO_FOLDER: Final = _message(
    "MAI110",
    Text(vi="Không ghi được thư vào thư mục", en="Mail folder cannot be written"),
    Text(vi="Không ghi được thư vào {detail}.", en="The mail cannot be written into {detail}."),
    Text(
        vi="Kiểm tra quyền ghi và dung lượng đĩa của thư mục trạng thái.",
        en="Check the permission to write and the free space of the state folder.",
    ),
)
NOT_A_MAIL: Final = _message(
    "MAI111",
    Text(vi="Thư không có người gửi hợp lệ", en="Mail without a valid sender"),
    Text(vi="Thư không có một địa chỉ người gửi hợp lệ: {detail}.", en="The mail has no valid sender: {detail}."),
    Text(vi="Sửa sender ở [mail] của office.toml.", en="Correct sender under [mail] in office.toml."),
)

MESSAGES: Final = (
    UNREACHABLE,
    NOT_SECURE,
    SIGN_IN_REFUSED,
    NO_PASSWORD,
    NO_ANSWER,
    REFUSED_FOR_NOW,
    REFUSED,
    UNCERTAIN,
    NOT_A_RECIPIENT,
    NO_FOLDER,
    NOT_A_MAIL,
)
"""Every message about a mail that could not be delivered."""

BY_CODE: Final = MappingProxyType({message.code: message for message in MESSAGES})
"""Code -> message."""

OF_THE_SERVER: Final = frozenset(
    message.code for message in (UNREACHABLE, NOT_SECURE, SIGN_IN_REFUSED, NO_PASSWORD, NO_ANSWER, NO_FOLDER)
)
"""Codes of what keeps every mail back and is no fault of a mail; once one goes out, the others are tried at once."""
