import { expect, test } from 'vitest'
import { handleOf, shortHours } from './person'

const names = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

test('the usual hours in short', () => {
  expect(shortHours({ hours: [{ days: ['mon', 'tue', 'wed'], from: '09:00', until: '17:30', breaks: [] }] }, names)).toBe('09–17:30, Mon–Wed')
  expect(shortHours({ hours: [{ days: ['mon', 'wed'], from: '09:00', until: '17:00', breaks: [] }] }, names)).toBe('09–17, Mon Wed')
  expect(shortHours({ hours: [] }, names)).toBe('')
})

test('handles are made of names and stay unique', () => {
  expect(handleOf('Amina W.', [])).toBe('amina-w')
  expect(handleOf('Zoë', ['zoe'])).toBe('zoe-2')
  expect(handleOf('  ', [])).toBe('new')
})
