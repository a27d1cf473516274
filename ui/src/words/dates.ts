// Dates and times as the desk says them. Everything here takes the site's local values ("2026-11-24", "2026-11-24T09:45",
// minutes of a day); nothing reads a clock or the computer's own zone.

export const clockOf = (local: string): string => local.slice(11, 16)
export const dateOf = (local: string): string => local.slice(0, 10)

export function hm(minute: number): string {
  const inDay = ((minute % 1440) + 1440) % 1440
  return `${String(Math.floor(inDay / 60)).padStart(2, '0')}:${String(inDay % 60).padStart(2, '0')}`
}

/** "09:45" as minutes, or null when it is not a time. */
export function minutesOf(clock: string): number | null {
  const match = /^(\d{1,2}):(\d{2})$/.exec(clock.trim())
  if (!match) return null
  const hours = Number(match[1])
  const minutes = Number(match[2])
  return hours <= 24 && minutes < 60 && hours * 60 + minutes <= 1440 ? hours * 60 + minutes : null
}

const noon = (date: string): Date => new Date(`${date.slice(0, 10)}T12:00:00Z`)

export function addDays(date: string, days: number): string {
  const moved = noon(date)
  moved.setUTCDate(moved.getUTCDate() + days)
  return moved.toISOString().slice(0, 10)
}

export function daysBetween(from: string, to: string): number {
  return Math.round((noon(to).getTime() - noon(from).getTime()) / 86_400_000)
}

/** 0 = Monday. */
export const weekdayIndex = (date: string): number => (noon(date).getUTCDay() + 6) % 7

const tag = (locale: string): string => (locale === 'sw' ? 'sw-KE' : 'en-GB')

function part(date: string, locale: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(tag(locale), { timeZone: 'UTC', ...options }).format(noon(date))
}

/** "Tuesday 24 November". Put together from parts: browsers disagree about the comma. */
export function longDay(date: string, locale: string): string {
  return `${part(date, locale, { weekday: 'long' })} ${Number(date.slice(8, 10))} ${part(date, locale, { month: 'long' })}`
}

/** "Tue 24 Nov". */
export function shortDay(date: string, locale: string): string {
  return `${weekday(date, locale)} ${shortDate(date, locale)}`
}

/** A start as it is told beside a day: "09:45" on that day, "Wed 25 Nov 09:45" on another. */
export const startBeside = (start: string, day: string, locale: string): string =>
  start.startsWith(day) ? clockOf(start) : `${shortDay(start, locale)} ${clockOf(start)}`

/** From one local day or time until another: "Tue 24 Nov", "Tue 24 Nov 13:00–17:00", "Tue 24 Nov – Thu 26 Nov". */
export function stretch(from: string, until: string, locale: string): string {
  const told = (local: string) => (local.includes('T') ? `${shortDay(local, locale)} ${clockOf(local)}` : shortDay(local, locale))
  if (from === until) return told(from)
  return from.includes('T') && dateOf(from) === dateOf(until) ? `${told(from)}–${clockOf(until)}` : `${told(from)} – ${told(until)}`
}

/** "24 Nov". */
export function shortDate(date: string, locale: string): string {
  return `${Number(date.slice(8, 10))} ${part(date, locale, { month: 'short' })}`
}

// Swahili has no short weekdays in the browsers' data; these are how calendars in Kenya print them.
const SIKU = ['Jtt', 'Jnn', 'Jtn', 'Alh', 'Iju', 'Jms', 'Jpl']

export const weekday = (date: string, locale: string): string => (locale === 'sw' ? SIKU[weekdayIndex(date)]! : part(date, locale, { weekday: 'short' }))

/** Monday first, as the locale shortens them. */
export function weekdays(locale: string): string[] {
  return [23, 24, 25, 26, 27, 28, 29].map((day) => weekday(`2026-11-${day}`, locale))
}

/** "50 min", "2 h 40", "3 h". */
export function span(minutes: number): string {
  const all = Math.abs(Math.round(minutes))
  if (all < 60) return `${all} min`
  const rest = all % 60
  return rest ? `${Math.floor(all / 60)} h ${String(rest).padStart(2, '0')}` : `${all / 60} h`
}

/** "3 days" when it is further than two days away, else hours and minutes. */
export function far(minutes: number, day: (count: number) => string): string {
  return Math.abs(minutes) >= 2880 ? day(Math.round(Math.abs(minutes) / 1440)) : span(minutes)
}

/** The civil date of an instant; put together from parts, since how a locale writes a date differs from engine to engine. */
function dateIn(zone: string, at: Date): string {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(at)
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? ''
  return `${part('year')}-${part('month')}-${part('day')}`
}

/** An RFC 3339 instant as the site's wall clock. */
export function localInstant(instant: string, zone: string, locale: string, today: string): string {
  const at = new Date(instant)
  const date = dateIn(zone, at)
  const time = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hour12: false }).format(at)
  if (date === today) return time
  const near = Math.abs(daysBetween(today, date)) < 7
  return `${near ? weekday(date, locale) : shortDate(date, locale)} ${time}`
}
