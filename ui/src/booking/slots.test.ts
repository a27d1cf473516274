import { expect, test } from 'vitest'
import { firstChoice, looksLikePhone, partsOfDay } from './slots'

const slot = (time: string, reshuffle = false) => ({ start: `2026-11-24T${time}`, staff: ['a'], reshuffle })

test('slots fall into parts of the day, empty parts are left out', () => {
  expect(partsOfDay([slot('09:00'), slot('12:00'), slot('17:15')]).map((group) => [group.part, group.slots.length])).toEqual([['morning', 1], ['afternoon', 1], ['evening', 1]])
})

test('the first choice moves nobody', () => {
  expect(firstChoice([slot('09:00', true), slot('09:15')], undefined)).toBe('2026-11-24T09:15')
  expect(firstChoice([slot('09:00', true)], undefined)).toBe('2026-11-24T09:00')
  expect(firstChoice([slot('09:00'), slot('10:00')], '2026-11-24T10:00')).toBe('2026-11-24T10:00')
  expect(firstChoice([], '2026-11-24T10:00')).toBe('')
})

test('a phone is told from a name', () => {
  expect(looksLikePhone('0722 000 114')).toBe(true)
  expect(looksLikePhone('+254 7')).toBe(true)
  expect(looksLikePhone('Lilian')).toBe(false)
})
