-- References that lead nowhere, in words.
SELECT fault."table" || ' row ' || coalesce(fault.rowid, '?') || ' refers to a ' || fault.parent || ' that is not there'
FROM pragma_foreign_key_check AS fault
