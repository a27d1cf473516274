import { expect, test, vi } from 'vitest'

vi.mock('../desk', () => ({}))
vi.mock('./act', () => ({ keep: () => {} }))
vi.mock('./frame.svelte', () => ({ choice: (_: unknown, __: string, otherwise: string) => otherwise }))
const { stepFrom, STEPS } = await import('./zoom')

test('larger and smaller go from step to step and stop at the ends; 0 is as designed', () => {
  expect(stepFrom(1, 1)).toBe(1.1)
  expect(stepFrom(1, -1)).toBe(0.9)
  expect(stepFrom(2, 1)).toBe(2)
  expect(stepFrom(0.8, -1)).toBe(0.8)
  expect(stepFrom(1.3, 1)).toBe(1.5)
  expect(stepFrom(1.75, 0)).toBe(1)
  expect(STEPS).toContain(2)
})
