import { expect, test } from 'vitest'
import { readDay, readTime } from './parse'

test.each([['9', '09:00'], ['930', '09:30'], ['0930', '09:30'], ['9:30', '09:30'], ['14.15', '14:15'], ['24:00', '24:00'], ['25', null], ['9:75', null], ['soon', null]])('time %s', (text, time) => {
  expect(readTime(text)).toBe(time)
})

test.each([
  ['2026-11-30', '2026-11-30'], ['30', '2026-11-30'], ['1 dec', '2026-12-01'], ['1/12', '2026-12-01'], ['Tue 24 Nov', '2026-11-24'], ['3 jan', '2027-01-03'],
  ['tomorrow', '2026-11-25'], ['kesho', '2026-11-25'], ['fri', '2026-11-27'], ['tue', '2026-12-01'], ['ijumaa', '2026-11-27'], ['31 feb', null], ['2026-02-30', null], ['whenever', null],
])('day %s', (text, day) => {
  expect(readDay(text, '2026-11-24')).toBe(day)
})
