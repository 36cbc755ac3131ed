"""The endpoints of Drive v3 that gspread and the product use, and the CSV import of Drive v2."""

from __future__ import annotations

import copy
from typing import Any

from tests.emulator.drive.exporting import exported, import_csv
from tests.emulator.drive.files import FOLDER, SPREADSHEET, DriveFile, iso
from tests.emulator.drive.query import parse_query
from tests.emulator.errors import ApiError, DriveReason
from tests.emulator.fields import parse_mask, select
from tests.emulator.requests.sheet_requests import copied_sheet
from tests.emulator.values.writing import USER_ENTERED, Writer
from tests.emulator.web.calls import Call, Endpoint
from tests.emulator.web.messages import Response

Json = dict[str, Any]
FILE_FIELDS = "kind,id,name,mimeType"
FIELDS = {
    "files.list": f"nextPageToken,kind,incompleteSearch,files({FILE_FIELDS})",
    "files.get": FILE_FIELDS,
    "files.create": FILE_FIELDS,
    "files.copy": FILE_FIELDS,
    "files.update": FILE_FIELDS,
    "permissions.list": "nextPageToken,kind,permissions(id,type,kind,role)",
    "permissions.get": "id,type,kind,role",
    "permissions.create": "id,type,kind,role",
    "permissions.update": "id,type,kind,role",
}
ROLES = {"owner", "organizer", "fileOrganizer", "writer", "commenter", "reader"}


def file_json(call: Call, found: DriveFile) -> Json:
    """A File in full."""
    call.service.files.settle(found)
    role = found.role_of(call.user)
    can = role in {"owner", "writer"}
    people = [{"kind": "drive#user", "displayName": found.owner, "emailAddress": found.owner}] if found.owner else []
    described: Json = {
        "kind": "drive#file",
        "id": found.file_id,
        "name": found.name,
        "mimeType": found.mime,
        "trashed": found.trashed,
        "parents": list(found.parents),
        "version": str(found.version),
        "createdTime": iso(found.created),
        "modifiedTime": iso(found.modified),
        "owners": people,
        "shared": len(found.permissions) > 1,
        "ownedByMe": found.owner == call.user,
        "capabilities": {"canEdit": can, "canCopy": True, "canShare": can},
        "webViewLink": f"https://docs.google.com/spreadsheets/d/{found.file_id}/edit?usp=drivesdk",
        "permissions": found.permissions if can else [],
    }
    if found.book is None:
        described |= {"size": str(len(found.content)), "headRevisionId": f"r{found.version}"}
    return {name: value for name, value in described.items() if value != []} | found.properties


def masked(call: Call, data: Json) -> Json:
    """The wanted fields of an answer, or the few that Drive answers by itself."""
    method = call.values["method"]
    text = call.request.parameter("fields") or FIELDS.get(method, "*")
    found: Json = select(data, parse_mask(text))
    return found


def list_files(call: Call) -> Json:
    """files.list; the newest change comes first."""
    test = parse_query(call.request.parameter("q"), call.user)
    files = call.service.files
    found = [item for item in files.all.values() if item.role_of(call.user) and test(item)]
    found.sort(key=lambda item: item.created, reverse=True)
    size = min(int(call.request.parameter("pageSize") or 100), 1000)
    start = int(call.request.parameter("pageToken") or 0)
    answer: Json = {"kind": "drive#fileList", "incompleteSearch": False}
    if len(found) > start + size:
        answer["nextPageToken"] = str(start + size)
    return masked(call, answer | {"files": [file_json(call, item) for item in found[start : start + size]]})


def get_file(call: Call) -> Json | Response:
    """files.get; `alt=media` gives the content of what is no spreadsheet."""
    found = call.service.files.get(call.values["fileId"], call.user)
    if call.request.parameter("alt") == "media":
        if found.book is not None:
            text = "Only files with binary content can be downloaded. Use Export with Docs Editors files."
            raise ApiError(403, text, "", drive=DriveReason("fileNotDownloadable", location="alt"))
        return Response(200, found.content, found.mime)
    return masked(call, file_json(call, found))


def create_file(call: Call) -> Json:
    """files.create."""
    files, body = call.service.files, call.body
    mime = body.get("mimeType") or "application/octet-stream"
    parents = tuple(body.get("parents") or ())
    name = body.get("name") or "Untitled"
    if mime == SPREADSHEET:
        book = files.new_book(name, call.user, parents=parents)
        return masked(call, file_json(call, files.all[book.book_id]))
    if mime != FOLDER:
        files.check_storage(call.user)
    return masked(call, file_json(call, files.new_file(name, call.user, mime, parents=parents)))


def copy_file(call: Call) -> Json:
    """files.copy: content, formats and metadata, but neither permissions nor comments."""
    files = call.service.files
    old = files.get(call.values["fileId"], call.user)
    name = call.body.get("name") or f"Copy of {old.name}"
    parents = tuple(call.body.get("parents") or old.parents)
    if old.book is None:
        files.check_storage(call.user)
        found = files.new_file(name, call.user, old.mime, parents=parents)
        found.content = old.content
        return masked(call, file_json(call, found))
    source = old.book
    book = files.new_book(name, call.user, parents=parents)
    book.properties = source.properties | {"title": name}
    book.sheets = [_twin(call, old, book, index) for index in range(len(source.sheets))]
    book.named_ranges = copy.deepcopy(source.named_ranges)
    book.entries |= {number: source.entries[number] for number in source.metadata}
    book.metadata = source.metadata
    return masked(call, file_json(call, files.all[book.book_id]))


def _twin(call: Call, old: DriveFile, book: Any, index: int) -> Any:
    if old.book is None:
        raise ApiError(500, "Internal error encountered.", "INTERNAL")
    sheet = old.book.sheets[index]
    twin = copied_sheet(old.book, sheet, book, sheet.sheet_id, sheet.title)
    twin.properties = dict(sheet.properties)
    return twin


def update_file(call: Call) -> Json:
    """files.update: name, bin, parents."""
    files = call.service.files
    found = files.get(call.values["fileId"], call.user, writing=True)
    if call.body.get("name"):
        found.name = call.body["name"]
        if found.book is not None:
            found.book.properties = found.book.properties | {"title": found.name}
    if call.body.get("trashed") is not None:
        found.trashed = bool(call.body["trashed"])
    added = [name for name in call.request.parameter("addParents").split(",") if name]
    gone = set(call.request.parameter("removeParents").split(","))
    found.parents = tuple(name for name in (*found.parents, *added) if name not in gone)
    files.stamp(found)
    return masked(call, file_json(call, found))


def delete_file(call: Call) -> Response:
    """files.delete, by the owner."""
    files = call.service.files
    found = files.get(call.values["fileId"], call.user)
    if found.role_of(call.user) != "owner":
        text = "The user does not have sufficient permissions for this file."
        raise ApiError(403, text, "", drive=DriveReason("insufficientFilePermissions"))
    del files.all[found.file_id]
    files.changes.append((found.file_id, True))
    return Response(204, b"", "text/html")


def export_file(call: Call) -> Response:
    """files.export."""
    found = call.service.files.get(call.values["fileId"], call.user)
    mime = call.request.parameter("mimeType")
    if found.book is None:
        text = "Export only supports Docs Editors files."
        raise ApiError(403, text, "", drive=DriveReason("fileNotExportable"))
    return Response(200, exported(found.book, mime), mime)


# --- permissions


def list_permissions(call: Call) -> Json:
    """permissions.list."""
    found = call.service.files.get(call.values["fileId"], call.user, writing=True)
    return masked(call, {"kind": "drive#permissionList", "permissions": found.permissions})


def _permission(found: DriveFile, number: str) -> int:
    for index, permission in enumerate(found.permissions):
        if permission["id"] == number:
            return index
    reason = DriveReason("notFound", location="permissionId")
    raise ApiError(404, f"Permission not found: {number}.", "NOT_FOUND", drive=reason)


def get_permission(call: Call) -> Json:
    """permissions.get."""
    found = call.service.files.get(call.values["fileId"], call.user)
    return masked(call, found.permissions[_permission(found, call.values["permissionId"])])


def create_permission(call: Call) -> Json:
    """permissions.create: one permission a person; a stronger or weaker role replaces theirs."""
    files, body = call.service.files, call.body
    found = files.get(call.values["fileId"], call.user, writing=True)
    kind, role = body.get("type") or "", body.get("role") or ""
    if kind not in {"user", "group", "domain", "anyone"}:
        raise _bad_permission("type")
    if role not in ROLES:
        raise _bad_permission("role")
    more = {}
    if kind in {"user", "group"}:
        if "@" not in (body.get("emailAddress") or ""):
            raise _bad_permission("emailAddress")
        more = {"emailAddress": body["emailAddress"], "displayName": body["emailAddress"].split("@")[0]}
    elif kind == "domain":
        if not body.get("domain"):
            raise _bad_permission("domain")
        more = {"domain": body["domain"]}
    new = files.permission(kind, role, **more)
    found.permissions = [other for other in found.permissions if other["id"] != new["id"]] + [new]
    files.stamp(found)
    return masked(call, new)


def _bad_permission(field: str) -> ApiError:
    reason = DriveReason("required", location=f"permission.{field}", location_type="other")
    return ApiError(400, f"The permission {field} field is required.", "INVALID_ARGUMENT", drive=reason)


def update_permission(call: Call) -> Json:
    """permissions.update: a role; ownership passes only when that is said."""
    files = call.service.files
    found = files.get(call.values["fileId"], call.user, writing=True)
    index = _permission(found, call.values["permissionId"])
    role = call.body.get("role") or found.permissions[index]["role"]
    if role == "owner" and not call.request.flag("transferOwnership"):
        text = "The transferOwnership parameter must be enabled when the permission role is 'owner'."
        reason = DriveReason("forbidden", location="transferOwnership")
        raise ApiError(403, text, "", drive=reason)
    if role == "owner":
        found.permissions = [
            other | {"role": "writer"} if other["role"] == "owner" else other for other in found.permissions
        ]
        if found.book is not None:
            found.book.owner = found.permissions[index].get("emailAddress", "")
    new = found.permissions[index] | {"role": role}
    if call.body.get("pendingOwner") is not None:
        new["pendingOwner"] = bool(call.body["pendingOwner"])
    found.permissions[index] = new
    files.stamp(found)
    return masked(call, new)


def delete_permission(call: Call) -> Response:
    """permissions.delete."""
    files = call.service.files
    found = files.get(call.values["fileId"], call.user, writing=True)
    del found.permissions[_permission(found, call.values["permissionId"])]
    files.stamp(found)
    return Response(204, b"", "text/html")


# --- comments and changes


def _need_fields(call: Call) -> None:
    if not call.request.parameter("fields"):
        text = "The 'fields' parameter is required for this method."
        raise ApiError(400, text, "INVALID_ARGUMENT", drive=DriveReason("required", location="fields"))


def list_comments(call: Call) -> Json:
    """comments.list; the fields must be named."""
    _need_fields(call)
    found = call.service.files.get(call.values["fileId"], call.user)
    return masked(call, {"kind": "drive#commentList", "comments": found.comments})


def create_comment(call: Call) -> Json:
    """comments.create; the fields must be named."""
    _need_fields(call)
    files = call.service.files
    found = files.get(call.values["fileId"], call.user)
    now = iso(files.clock())
    author = {"kind": "drive#user", "displayName": call.user, "me": True}
    comment: Json = {"kind": "drive#comment", "id": f"AAAA{len(found.comments) + 1:07d}", "createdTime": now}
    comment |= {"modifiedTime": now, "author": author, "deleted": False, "resolved": False, "replies": []}
    comment |= {name: call.body[name] for name in ("content", "anchor", "quotedFileContent") if name in call.body}
    found.comments.append(comment)
    return masked(call, comment)


def start_page(call: Call) -> Json:
    """changes.getStartPageToken."""
    return {"kind": "drive#startPageToken", "startPageToken": str(len(call.service.files.changes) + 1)}


def list_changes(call: Call) -> Json:
    """changes.list: what changed since a token, of files that the caller sees."""
    files = call.service.files
    for found in list(files.all.values()):
        files.settle(found)
    start = int(call.request.parameter("pageToken") or 1) - 1
    changes = []
    for file_id, removed in files.changes[start:]:
        changed = files.all.get(file_id)
        gone = removed or changed is None or changed.role_of(call.user) is None
        change: Json = {"kind": "drive#change", "changeType": "file", "fileId": file_id, "removed": gone}
        if not gone and changed is not None:
            change["file"] = select(file_json(call, changed), parse_mask(FILE_FIELDS))
        changes.append(change)
    answer = {"kind": "drive#changeList", "newStartPageToken": str(len(files.changes) + 1), "changes": changes}
    return masked(call, answer)


def upload_csv(call: Call) -> Json:
    """Drive v2's update with content: a CSV file takes the place of all sheets."""
    files = call.service.files
    found = files.get(call.values["fileId"], call.user, writing=True)
    if found.book is None:
        found.content = call.request.body
    else:
        import_csv(found.book, call.request.body, Writer(call.user, USER_ENTERED, call.today(found.book)))
    files.stamp(found)
    return {
        "kind": "drive#file",
        "id": found.file_id,
        "title": found.name,
        "mimeType": found.mime,
        "createdDate": iso(found.created),
        "modifiedDate": iso(found.modified),
        "version": str(found.version),
        "editable": True,
        "labels": {"viewed": True, "restricted": False, "starred": False, "hidden": False, "trashed": found.trashed},
        "alternateLink": f"https://docs.google.com/spreadsheets/d/{found.file_id}/edit?usp=drivesdk",
    }


ENDPOINTS: dict[str, Endpoint] = {
    "files.list": list_files,
    "files.get": get_file,
    "files.create": create_file,
    "files.copy": copy_file,
    "files.update": update_file,
    "files.delete": delete_file,
    "files.export": export_file,
    "permissions.list": list_permissions,
    "permissions.get": get_permission,
    "permissions.create": create_permission,
    "permissions.update": update_permission,
    "permissions.delete": delete_permission,
    "comments.list": list_comments,
    "comments.create": create_comment,
    "changes.getStartPageToken": start_page,
    "changes.list": list_changes,
}
