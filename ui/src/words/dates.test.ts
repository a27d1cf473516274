import { expect, test } from 'vitest'
import { localInstant, startBeside, stretch } from './dates'

test('an instant is told as the clock of the site: the time today, the day with it otherwise', () => {
  const at = (instant: string) => localInstant(instant, 'Africa/Nairobi', 'en', '2026-11-24')
  expect(at('2026-11-24T05:10:00Z')).toBe('08:10')
  expect(at('2026-11-23T13:20:00Z')).toBe('Mon 16:20')
  expect(at('2026-11-23T21:30:00Z')).toBe('00:30')
  expect(at('2026-11-03T13:20:00Z')).toContain('3 Nov')
})

test('a start on another day is told with its day', () => {
  expect(startBeside('2026-11-24T09:45', '2026-11-24', 'en')).toBe('09:45')
  expect(startBeside('2026-11-25T09:45', '2026-11-24', 'en')).toBe('Wed 25 Nov 09:45')
  expect(startBeside('2026-11-25T09:45', '2026-11-24', 'sw')).toMatch(/^Jtn 25 .* 09:45$/)
})

test('a stretch of days or hours is told as people say it', () => {
  expect(stretch('2026-11-24', '2026-11-24', 'en')).toBe('Tue 24 Nov')
  expect(stretch('2026-11-24', '2026-11-26', 'en')).toBe('Tue 24 Nov – Thu 26 Nov')
  expect(stretch('2026-11-24T13:00', '2026-11-24T17:00', 'en')).toBe('Tue 24 Nov 13:00–17:00')
  expect(stretch('2026-11-24T13:00', '2026-11-25T12:00', 'en')).toBe('Tue 24 Nov 13:00 – Wed 25 Nov 12:00')
})
