import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Builds the web app into `dist/web`; the server serves it there, with hashed assets cached for ever. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react()],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: ['chrome125', 'firefox128', 'safari18'],
    // Fonts and images stay files: the CSP allows no `data:` but for images.
    assetsInlineLimit: 0,
    // The preload polyfill would be needed by browsers older than the target only.
    modulePreload: { polyfill: false },
  },
})
