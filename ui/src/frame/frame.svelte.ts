// What the window shows: the view, the day, the panel at the right, and the readings every view needs. One state object;
// what follows from it are the free functions below and in act.ts.
import type { CatalogueReading, SiteReading, StatusReading } from '../generated/types'

export const VIEWS = ['sheet', 'attention', 'team', 'services', 'customers', 'messages', 'settings'] as const
export type View = (typeof VIEWS)[number]

/** What the panel was opened with; the form keeps its own state after that. */
export interface BookingSeed {
  date?: string
  start?: string
  customer?: string
  walkIn?: boolean
}

export interface AbsenceSeed {
  staff: string
  from?: string
  until?: string
  reason?: string
}

export type Panel =
  | { kind: 'detail'; row: string; seat: number; part: 'facts' | 'time' | 'to' | 'edit' }
  | ({ kind: 'booking' } & BookingSeed)
  | ({ kind: 'absence' } & AbsenceSeed)
  | { kind: 'preview' }
  | { kind: 'temp' }
  | { kind: 'allocate'; date: string }
  | { kind: 'daysOff'; date: string }

export class Frame {
  status = $state.raw<StatusReading | null>(null)
  site = $state.raw<SiteReading | null>(null)
  catalogue = $state.raw<CatalogueReading | null>(null)
  view = $state<View>('sheet')
  date = $state('')
  panel = $state.raw<Panel | null>(null)
  /** The desk's clock, counted on from the core's: milliseconds since 1970. */
  now = $state(0)
  /** Rises whenever the book changed; views read again when it does. */
  revision = $state(0)
  open = $state<'palette' | 'find' | 'keys' | 'actor' | null>(null)
  /** The wizard of the first start; it stays until it is finished, also when the book is no longer empty. */
  starting = $state<boolean | null>(null)
  /** Which person, service or customer a view shows first. */
  focus = $state<string | null>(null)
  failed = $state<string | null>(null)
}

export const frame = new Frame()

/** The minute of `date`'s civil day, for the now-line; null on another day. */
export function minuteOfDay(midnight: string, dayMinutes: number, now: number): number | null {
  const minute = Math.floor((now - Date.parse(midnight)) / 60_000)
  return minute >= 0 && minute < dayMinutes ? minute : null
}

export const onSheet = (view: View): boolean => view === 'sheet' || view === 'attention'

export function choice(status: StatusReading | null, key: string, otherwise: string): string {
  return status?.desk[key] ?? otherwise
}

export const letterKeys = (status: StatusReading | null): boolean => choice(status, 'letter_keys', 'on') !== 'off'
