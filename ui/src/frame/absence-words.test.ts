import { expect, test } from 'vitest'
import { understand } from './absence-words'

const people = [{ id: 'grace', name: 'Grace' }, { id: 'grace-m', name: 'Gracious M' }, { id: 'ivy', name: 'Ivy Wanjiru' }]
const on = (text: string) => understand(text, people, '2026-11-24')

test.each([
  ['absence grace today', 'grace', '2026-11-24', '2026-11-24', null],
  ['absence Grace tomorrow sick', 'grace', '2026-11-25', '2026-11-25', 'sick'],
  ['absence grace 13:00-17:00', 'grace', '2026-11-24T13:00', '2026-11-24T17:00', null],
  ['absence grace 9-12', 'grace', '2026-11-24T09:00', '2026-11-24T12:00', null],
  ['absence grace tomorrow 13:00 to 17:00', 'grace', '2026-11-25T13:00', '2026-11-25T17:00', null],
  ['absence grace 24-26 nov', 'grace', '2026-11-24', '2026-11-26', null],
  ['absence grace 30 nov - 2 dec', 'grace', '2026-11-30', '2026-12-02', null],
  ['absence ivy wanjiru 3 jan', 'ivy', '2027-01-03', '2027-01-03', null],
  ['hayupo ivy leo', 'ivy', '2026-11-24', '2026-11-24', null],
])('%s', (text, staff, from, until, reason) => {
  expect(on(text)).toMatchObject({ ok: true, staff, from, until, reason })
})

test('what is missing is said, never guessed', () => {
  expect(on('book grace')).toBeNull()
  expect(on('absence gra today')).toMatchObject({ ok: false, missing: 'person', people: [{ id: 'grace' }, { id: 'grace-m' }] })
  expect(on('absence ivy')).toMatchObject({ ok: false, missing: 'time' })
  expect(on('absence ivy 17:00-13:00')).toMatchObject({ ok: false, missing: 'time' })
  expect(on('absence ivy 31 feb')).toMatchObject({ ok: false, missing: 'time' })
})
