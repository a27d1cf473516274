import { expect, test } from 'vitest'
import type { SiteReading } from '../generated/types'
import { changedFields, hoursLines, siteHours } from './site'

const hours = [{ days: ['mon', 'tue'], from: '08:00', until: '21:00', breaks: [] }]

test('opening hours by day and back', () => {
  const days = siteHours(hours)
  expect(days[0]).toEqual({ open: true, from: '08:00', until: '21:00' })
  expect(days[6]!.open).toBe(false)
  expect(hoursLines(days)).toEqual([{ days: ['mon', 'tue'], from: '08:00', until: '21:00' }])
})

test('no hours is always open, and stays so', () => expect(hoursLines(siteHours([]))).toEqual([]))

test('only what was changed is sent', () => {
  const site = { name: 'Zamu', hours, closed: [] as string[], cutoff: '18:00' } as unknown as SiteReading
  const form = { ...site, hours: hoursLines(siteHours(hours)) }
  expect(changedFields(site, form)).toEqual({})
  expect(changedFields(site, { ...form, cutoff: '17:00', closed: ['2026-12-25'] })).toEqual({ cutoff: '17:00', closed: ['2026-12-25'] })
})
