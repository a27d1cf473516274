import { expect, test } from 'vitest'
import { actionOf } from './keys'

const pressed = (key: string, more = {}) => ({ key, ctrl: false, alt: false, shift: false, typing: false, ...more })

test('letters act, unless somebody types or they are switched off', () => {
  expect(actionOf(pressed('n'), true)).toBe('book')
  expect(actionOf(pressed('n', { typing: true }), true)).toBeNull()
  expect(actionOf(pressed('n'), false)).toBeNull()
  expect(actionOf(pressed('n', { ctrl: true, typing: true }), false)).toBe('book')
})

test('undo and redo belong to the text while somebody types', () => {
  expect(actionOf(pressed('z', { ctrl: true }), true)).toBe('undo')
  expect(actionOf(pressed('Z', { ctrl: true, shift: true }), true)).toBe('redo')
  expect(actionOf(pressed('z', { ctrl: true, typing: true }), true)).toBeNull()
})

test('Escape always leaves', () => {
  expect(actionOf(pressed('Escape', { typing: true }), false)).toBe('leave')
})
