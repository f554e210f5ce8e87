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
    // In kB before compression; what the first page may weigh is measured by the bench.
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            {
              debugName: 'first',
              name: (id, modules) => (isFirst(id, (one) => modules.getModuleInfo(one)) ? 'first' : null),
            },
          ],
        },
      },
    },
  },
})

type ModuleInfo = (id: string) => { isEntry: boolean; importers: readonly string[] } | null

const first = new Map<string, boolean>()

/**
 * Whether the first page needs a module: then it comes in one file with the others, instead of in one of sixty small ones,
 * each with a request of its own and nothing to be compressed against.
 */
function isFirst(id: string, infoOf: ModuleInfo): boolean {
  const known = first.get(id)
  if (known !== undefined) return known
  // Set before it is asked again: modules may import each other in a circle.
  first.set(id, false)
  const info = infoOf(id)
  const answer = info !== null && (info.isEntry || info.importers.some((importer) => isFirst(importer, infoOf)))
  first.set(id, answer)
  return answer
}
