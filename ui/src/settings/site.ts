// The site form's fields against the book's: opening hours as seven days, and only what was changed. Pure.
import type { HoursReading, SiteReading } from '../generated/types'
import { DAYS } from '../team/week'

export interface OpenDay {
  open: boolean
  from: string
  until: string
}

/** One stretch per day. No hours at all means always open, shown as every day, all day. */
export function siteHours(lines: HoursReading[]): OpenDay[] {
  return DAYS.map((day) => {
    const line = lines.find((each) => each.days.includes(day))
    if (!lines.length) return { open: true, from: '00:00', until: '24:00' }
    return line ? { open: true, from: line.from, until: line.until } : { open: false, from: '09:00', until: '18:00' }
  })
}

export function hoursLines(days: OpenDay[]): { days: string[]; from: string; until: string }[] {
  if (days.every((day) => day.open && day.from === '00:00' && day.until === '24:00')) return []
  const lines = new Map<string, { days: string[]; from: string; until: string }>()
  days.forEach((day, i) => {
    if (!day.open) return
    const key = `${day.from}-${day.until}`
    const line = lines.get(key)
    if (line) line.days.push(DAYS[i]!)
    else lines.set(key, { days: [DAYS[i]!], from: day.from, until: day.until })
  })
  return [...lines.values()]
}

type Fields = Record<string, unknown>

export function changedFields(site: SiteReading, form: Fields): Fields {
  const before: Fields = { ...site, hours: hoursLines(siteHours(site.hours)) }
  const changed = Object.keys(before).filter((key) => key in form && JSON.stringify(before[key]) !== JSON.stringify(form[key]))
  return Object.fromEntries(changed.map((key) => [key, form[key]]))
}
