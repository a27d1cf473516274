// The palette's typed command: `absence grace today`, `absence grace 13:00-17:00`, `absence grace 24-26 nov`. Deliberately small:
// a word, a person, a time. It answers a command to preview or the reason it is not one yet; it never performs anything.
import { addDays, daysBetween, minutesOf } from '../words/dates'

export interface Person {
  id: string
  name: string
}

export type Understood =
  | { ok: true; staff: string; name: string; from: string; until: string; reason: string | null }
  | { ok: false; missing: 'person' | 'time'; people: Person[] }

const VERBS = ['absence', 'absent', 'hayupo', 'kutokuwepo']
const TODAY = ['today', 'leo']
const TOMORROW = ['tomorrow', 'kesho']
const UNTIL = ['-', 'to', 'until', 'till', 'hadi', '–']
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const MIEZI: Record<string, number> = { mei: 5, ago: 8, okt: 10, des: 12 }

/** Null when the text is not about an absence at all. */
export function understand(text: string, people: Person[], today: string): Understood | null {
  const words = text.trim().toLowerCase().replace(/[–—]/g, '-').split(/\s+/)
  if (!VERBS.includes(words[0] ?? '')) return null
  const { person, rest, maybe } = personIn(words.slice(1), people)
  if (!person) return { ok: false, missing: 'person', people: maybe }
  const { when, reason } = timeIn(rest, today)
  if (!when) return { ok: false, missing: 'time', people: [person] }
  return { ok: true, staff: person.id, name: person.name, ...when, reason }
}

function personIn(words: string[], people: Person[]): { person: Person | null; rest: string[]; maybe: Person[] } {
  for (let count = Math.min(3, words.length); count > 0; count--) {
    const said = words.slice(0, count).join(' ')
    const exact = people.filter((each) => each.name.toLowerCase() === said || each.id === said)
    const starts = people.filter((each) => each.name.toLowerCase().startsWith(said))
    const [only] = exact.length === 1 ? exact : starts
    if (only && (exact.length === 1 || starts.length === 1)) return { person: only, rest: words.slice(count), maybe: [only] }
    if (count === 1) return { person: null, rest: [], maybe: said ? starts : people }
  }
  return { person: null, rest: [], maybe: people }
}

interface When { from: string; until: string }

/** The longest run of words that is a time; what follows is the reason. */
function timeIn(words: string[], today: string): { when: When | null; reason: string | null } {
  for (let count = words.length; count > 0; count--) {
    const when = timeOf(words.slice(0, count), today)
    if (when) return { when, reason: words.slice(count).join(' ') || null }
  }
  return { when: null, reason: null }
}

function timeOf(words: string[], today: string): When | null {
  const text = words.join(' ').replace(new RegExp(`\\s*(?:${UNTIL.map((word) => (word === '-' ? '-' : `\\b${word}\\b`)).join('|')})\\s*`, 'g'), '-')
  const day = dayIn(text, today)
  const hours = hoursOf(day.rest)
  if (hours) return { from: `${day.from ?? today}T${hours.from}`, until: `${day.from ?? today}T${hours.until}` }
  return day.from && !day.rest ? { from: day.from, until: day.until ?? day.from } : null
}

function hoursOf(text: string): When | null {
  const match = /^(\d{1,2}(?::\d{2})?)-(\d{1,2}(?::\d{2})?)$/.exec(text.trim())
  if (!match) return null
  const [from, until] = [match[1]!, match[2]!].map((part) => (part.includes(':') ? part : `${part}:00`))
  const [start, end] = [minutesOf(from!), minutesOf(until!)]
  return start !== null && end !== null && end > start ? { from: from!.padStart(5, '0'), until: until!.padStart(5, '0') } : null
}

function dayIn(text: string, today: string): { from: string | null; until: string | null; rest: string } {
  const [first = '', ...others] = text.split(' ')
  if (TODAY.includes(first)) return { from: today, until: null, rest: others.join(' ') }
  if (TOMORROW.includes(first)) return { from: addDays(today, 1), until: null, rest: others.join(' ') }
  const match = /^(\d{1,2})(?:\s*([a-z]+))?(?:-(\d{1,2}))?\s+([a-z]+)(?:\s+(.*))?$/.exec(text)
  if (!match) return { from: null, until: null, rest: text }
  const endMonth = monthOf(match[4]!)
  const startMonth = match[2] ? monthOf(match[2]) : endMonth
  if (!endMonth || !startMonth) return { from: null, until: null, rest: text }
  const from = dateOf(Number(match[1]), startMonth, today)
  const until = match[3] ? dateOf(Number(match[3]), endMonth, today) : from
  if (!from || !until || daysBetween(from, until) < 0) return { from: null, until: null, rest: text }
  return { from, until, rest: match[5] ?? '' }
}

const monthOf = (word: string): number | null => MIEZI[word.slice(0, 3)] ?? (MONTHS.indexOf(word.slice(0, 3)) + 1 || null)

/** This year's date, or next year's when it is long past. */
function dateOf(day: number, month: number, today: string): string | null {
  const year = Number(today.slice(0, 4))
  const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  const real = new Date(`${text}T12:00:00Z`)
  if (Number.isNaN(real.getTime()) || real.toISOString().slice(0, 10) !== text) return null
  return daysBetween(text, today) > 60 ? text.replace(/^\d+/, String(year + 1)) : text
}
