"""Google's own Python client against our fake: if the client understands the fake, the fake speaks as Google does.

    python check.py ADDRESS DISCOVERY-DOCUMENT
"""

import sys

import google.auth.credentials
from googleapiclient.discovery import build_from_document
from googleapiclient.errors import HttpError
from googleapiclient.http import HttpRequest

MAIN = "main@spa.example"


class Given(google.auth.credentials.Credentials):
    """A token that the fake takes."""

    def refresh(self, request):
        self.token = "given"


def service(address, document):
    with open(document, encoding="utf-8") as file:
        made = build_from_document(file.read(), credentials=Given())
    made._baseUrl = address  # the document names Google's own
    return made


def refused(request, status, reason):
    try:
        request.execute()
    except HttpError as why:
        assert why.status_code == status and why.error_details[0]["reason"] == reason, why
        return
    raise AssertionError(f"{status} {reason} was expected")


def when(hour):
    at = lambda h: {"dateTime": f"2026-11-24T{h:02}:00:00+03:00", "timeZone": "Africa/Nairobi"}
    return {"start": at(hour), "end": at(hour + 1)}


def every_page(events, **query):
    """All events, the pages they came on, and the token of the last."""
    found, pages, request = [], 0, events.list(calendarId=MAIN, **query)
    while True:
        page = request.execute()
        found += page.get("items", [])
        pages += 1
        following = events.list_next(request, page)
        if following is None:
            return found, pages, page["nextSyncToken"]
        request = following


def with_version(request: HttpRequest, version):
    request.headers["If-Match"] = version
    return request


def check(google):
    events = google.events()
    calendars = google.calendarList().list().execute()["items"]
    assert [one["id"] for one in calendars if one.get("primary")] == [MAIN], calendars

    body = {"id": "abcdef0123", "summary": "Swedish", **when(10), "extendedProperties": {"private": {"zamuRow": "a1"}}}
    made = events.insert(calendarId="primary", body=body).execute()
    assert made["status"] == "confirmed" and made["etag"].startswith('"'), made
    refused(events.insert(calendarId=MAIN, body=body), 409, "duplicate")
    refused(events.insert(calendarId=MAIN, body={**body, "id": "WXYZ0"}), 400, "invalid")
    for hour in range(11, 16):
        events.insert(calendarId=MAIN, body={"summary": f"own {hour}", **when(hour)}).execute()

    found, pages, token = every_page(events, maxResults=2, singleEvents=True, timeMin="2026-11-24T00:00:00Z", timeMax="2026-11-25T00:00:00Z")
    assert len(found) == 6 and pages >= 3, (len(found), pages)
    ours, _, _ = every_page(events, privateExtendedProperty=["zamuRow=a1"])
    assert [one["id"] for one in ours] == ["abcdef0123"], ours
    refused(events.list(calendarId=MAIN, syncToken=token, timeMin="2026-11-24T00:00:00Z"), 400, "badRequest")

    patched = with_version(events.patch(calendarId=MAIN, eventId="abcdef0123", body={"summary": "Deep"}), made["etag"]).execute()
    assert patched["summary"] == "Deep" and patched["start"] == made["start"] and patched["etag"] != made["etag"], patched
    assert patched["updated"] > made["updated"]
    refused(with_version(events.patch(calendarId=MAIN, eventId="abcdef0123", body={"summary": "Again"}), made["etag"]), 412, "conditionNotMet")
    refused(events.get(calendarId=MAIN, eventId="nothing0"), 404, "notFound")

    events.delete(calendarId=MAIN, eventId=found[-1]["id"]).execute()
    refused(events.delete(calendarId=MAIN, eventId=found[-1]["id"]), 410, "deleted")
    assert events.get(calendarId=MAIN, eventId=found[-1]["id"]).execute()["status"] == "cancelled"
    changed, _, later = every_page(events, syncToken=token, singleEvents=True)
    assert {one["id"]: one["status"] for one in changed} == {"abcdef0123": "confirmed", found[-1]["id"]: "cancelled"}, changed
    nothing, _, _ = every_page(events, syncToken=later, singleEvents=True)
    assert nothing == []
    refused(events.list(calendarId=MAIN, syncToken="sync-of-yesterday"), 410, "fullSyncRequired")
    part = events.list(calendarId=MAIN, fields="items(id,start/dateTime)").execute()
    assert set(part) == {"items"} and all(set(one) <= {"id", "start"} for one in part["items"]), part


if __name__ == "__main__":
    check(service(sys.argv[1], sys.argv[2]))
    print("Google's client understands the fake")
