/// <reference types="vitest/config" />
import { fileURLToPath } from 'node:url'
import { paraglideVitePlugin } from '@inlang/paraglide-js'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'

const fake = fileURLToPath(new URL('./dev/fake-tauri.ts', import.meta.url))

// The fake core stands in only while the dev server runs; a build always talks to the real one.
// `ZAMU_REAL=1 npm run dev` serves the window of the real app instead; `vite build --mode fake` is for measuring only.
export default defineConfig(({ command, mode }) => ({
  base: './',
  // The tests are plain TypeScript; the word compiler would keep their process alive.
  plugins: process.env.VITEST ? [] : [
    paraglideVitePlugin({ project: './project.inlang', outdir: './src/paraglide', strategy: ['globalVariable', 'baseLocale'] }),
    svelte(),
  ],
  resolve: {
    alias: (command === 'serve' || mode === 'fake') && !process.env.VITEST && !process.env.ZAMU_REAL
      ? { '@tauri-apps/api/core': fake, '@tauri-apps/api/event': fake }
      : {},
  },
  build: { outDir: 'dist', target: 'safari16', assetsInlineLimit: 0, modulePreload: { polyfill: false }, chunkSizeWarningLimit: 900 },
  server: { port: 5199, strictPort: true, fs: { allow: ['..'] } },
  test: { environment: 'node', include: ['src/**/*.test.ts'] },
}))
