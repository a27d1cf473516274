import { describe, expect, it } from 'vitest'
import { heldHere, minutesOld } from './outside'
import type { LinkReading } from '../generated/types'

const link = (more: Partial<LinkReading>): LinkReading => ({
  id: 'grace-google', staff: 'grace', provider: 'google', account: 'g', held_by: 'front', here: true, calendars: [], may_write: false,
  push: null, synced_at: null, trouble: null, why: '', retrying: null, waiting: 0, failed: [], item: null, ...more,
})

describe('a connection', () => {
  it('counts its age in whole minutes and never backwards', () => {
    const at = '2026-11-24T09:00:00Z'
    expect(minutesOld(null, Date.parse(at))).toBe(null)
    expect(minutesOld(at, Date.parse(at) + 119_999)).toBe(1)
    expect(minutesOld(at, Date.parse(at) - 60_000)).toBe(0)
  })
  it('is to be made anew when it ended, or when another desk has it', () => {
    expect(heldHere(link({}))).toBe(true)
    expect(heldHere(link({ trouble: 'ended' }))).toBe(false)
    expect(heldHere(link({ here: false }))).toBe(false)
    expect(heldHere(link({ trouble: 'unreadable' }))).toBe(true)
  })
})
