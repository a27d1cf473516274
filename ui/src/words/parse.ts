// What people type for a time or a day, read generously. Pure; null when it cannot be read.
import { addDays, daysBetween, weekdayIndex } from './dates'

/** 9, 930, 0930, 9:30, 9.30 → 09:30. */
export function readTime(text: string): string | null {
  const match = /^(\d{1,2})(?:[:.h]?(\d{2}))?$/.exec(text.trim())
  if (!match) return null
  const hours = Number(match[1])
  const minutes = Number(match[2] ?? 0)
  if (hours > 24 || minutes > 59 || hours * 60 + minutes > 1440) return null
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`
}

const MONTHS: Record<string, number> = { jan: 1, feb: 2, mar: 3, apr: 4, may: 5, mei: 5, jun: 6, jul: 7, aug: 8, ago: 8, sep: 9, oct: 10, okt: 10, nov: 11, dec: 12, des: 12 }
const WEEKDAYS = [['mon', 'jumatatu'], ['tue', 'jumanne'], ['wed', 'jumatano'], ['thu', 'alhamisi'], ['fri', 'ijumaa'], ['sat', 'jumamosi'], ['sun', 'jumapili']]

/** 2026-11-24, 24, 24 nov, 24/11, tomorrow, fri; a day without a year is the next such day, not one long past. */
export function readDay(text: string, today: string): string | null {
  const said = text.trim().toLowerCase().replace(/^[a-z]{3,}\s+(?=\d)/, '').replace(/,/g, '')
  if (/^\d{4}-\d{2}-\d{2}$/.test(said)) return real(said)
  if (said === 'today' || said === 'leo') return today
  if (said === 'tomorrow' || said === 'kesho') return addDays(today, 1)
  const weekday = WEEKDAYS.findIndex((names) => names.some((name) => said.length >= 3 && (name.startsWith(said) || said.startsWith(name))))
  if (weekday >= 0) return addDays(today, ((weekday - weekdayIndex(today) + 6) % 7) + 1)
  const match = /^(\d{1,2})(?:(?:st|nd|rd|th)?[\s./-]*(\d{1,2}|[a-z]{3,}))?\.?(?:[\s./-]*(\d{4}))?$/.exec(said)
  if (!match) return null
  const month = !match[2] ? Number(today.slice(5, 7)) : (MONTHS[match[2].slice(0, 3)] ?? Number(match[2]))
  return match[3] ? real(iso(Number(match[3]), month, Number(match[1]))) : near(month, Number(match[1]), today)
}

const iso = (year: number, month: number, day: number): string => `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`

function near(month: number, day: number, today: string): string | null {
  const year = Number(today.slice(0, 4))
  const here = real(iso(year, month, day))
  return here && daysBetween(here, today) > 60 ? real(iso(year + 1, month, day)) : here
}

function real(text: string): string | null {
  const date = new Date(`${text}T12:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text ? text : null
}
