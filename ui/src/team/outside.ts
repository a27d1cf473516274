// What a connection says of itself in words: how old it is, what stands in its way.
import type { LinkReading } from '../generated/types'
import { m } from '../paraglide/messages'

/** This desk's keyring opens it, and it was not ended. */
export const heldHere = (link: LinkReading): boolean => link.here && link.trouble !== 'ended'

export const pushOf = (link: LinkReading): string => link.push ?? ''

/** Minutes since it was last read; null: never. */
export const minutesOld = (synced: string | null, now: number): number | null =>
  synced === null ? null : Math.max(0, Math.floor((now - Date.parse(synced)) / 60_000))

export function age(link: LinkReading, now: number): string {
  const old = minutesOld(link.synced_at, now)
  if (old === null) return m.never_read()
  if (old < 2) return m.read_just_now()
  return old < 120 ? m.read_minutes_ago({ count: old }) : m.read_hours_ago({ count: Math.floor(old / 60) })
}

/** One sentence for a person; empty when all is well. */
export function troubleOf(link: LinkReading): string {
  switch (link.trouble) {
    case 'ended': return m.calendar_ended()
    case 'unreadable': return m.calendar_unreadable({ why: link.why })
    case 'unwritable': return m.calendar_unwritable({ why: link.why })
    default: return link.retrying ? m.calendar_retrying({ why: link.retrying }) : ''
  }
}
