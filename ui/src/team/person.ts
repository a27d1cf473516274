// Small answers about a person of the team. Pure.
import type { StaffReading } from '../generated/types'
import { DAYS } from './week'

/** "09–17, Mon–Sat": the hours of most days. */
export function shortHours(person: Pick<StaffReading, 'hours'>, names: string[]): string {
  const [line] = [...person.hours].sort((a, b) => b.days.length - a.days.length)
  if (!line) return ''
  const trim = (clock: string) => clock.replace(/:00$/, '')
  return `${trim(line.from)}–${trim(line.until)}, ${dayRange(line.days, names)}`
}

function dayRange(days: string[], names: string[]): string {
  const at = days.map((day) => DAYS.indexOf(day as (typeof DAYS)[number])).sort((a, b) => a - b)
  const straight = at.every((day, i) => i === 0 || day === at[i - 1]! + 1)
  if (straight && at.length > 2) return `${names[at[0]!]}–${names[at[at.length - 1]!]}`
  return at.map((day) => names[day]).join(' ')
}

/** A handle from a name: `Amina W.` is amina-w, or amina-w-2 when that is taken. */
export function handleOf(name: string, taken: string[]): string {
  const base = name.trim().toLowerCase().normalize('NFD').replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '') || 'new'
  let handle = base
  for (let n = 2; taken.includes(handle); n++) handle = `${base}-${n}`
  return handle
}
