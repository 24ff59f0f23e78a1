import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'

const from = (...parts: string[]) => resolve(import.meta.dirname, ...parts)
const main = from('src-main/electron/main.ts')
const preload = from('src-main/electron/preload.ts')

/** The page is built for the window and for browsers alike; Electron's own entries only where they stand. */
export default defineConfig({
  ...(existsSync(main) && {
    main: {
      build: {
        outDir: from('out/main'),
        externalizeDeps: true,
        rollupOptions: { input: { index: main }, output: { format: 'es' as const } },
      },
    },
  }),
  ...(existsSync(preload) && {
    preload: {
      build: {
        outDir: from('out/preload'),
        // A sandboxed preload may be one CommonJS file and nothing else.
        rollupOptions: { input: { index: preload }, output: { format: 'cjs' as const, entryFileNames: '[name].cjs' } },
      },
    },
  }),
  renderer: {
    root: from('src-renderer'),
    base: './',
    build: {
      outDir: from('out/renderer'),
      emptyOutDir: true,
      minify: true,
      // The page's content security policy takes fonts from files alone.
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 1200,
      rollupOptions: { input: from('src-renderer/index.html') },
    },
    plugins: [vue()],
  },
})
