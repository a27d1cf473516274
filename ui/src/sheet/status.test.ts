import { expect, test } from 'vitest'
import type { RowReading } from '../generated/types'
import { mayBeHere } from './status'

const row = (minute: number, arrived = false) => ({ minute, arrived }) as RowReading
const midnight = '2026-11-25T00:00:00+03:00'
const at = (time: string) => Date.parse(`2026-11-24T${time}:00+03:00`)

test('nobody is here for tomorrow noon, but may be for half past midnight', () => {
  expect(mayBeHere(row(720), midnight, at('09:30'))).toBe(false)
  expect(mayBeHere(row(30), midnight, at('23:45'))).toBe(true)
})

test('whoever was checked in can be taken back at any time', () => {
  expect(mayBeHere(row(720, true), midnight, at('09:30'))).toBe(true)
})
