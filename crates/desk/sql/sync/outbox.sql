SELECT number, issued, dates, promised, tries, outcome FROM outbox ORDER BY number
