import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'
import type { Plugin, Rolldown } from 'vite'

const from = (...parts: string[]) => resolve(import.meta.dirname, ...parts)
const main = from('src-main/electron/main.ts')
const preload = from('src-main/electron/preload.ts')

/** What the entry asks for first, named by the page so that it is fetched beside it: the app's code, and the fonts of every view. */
const fetchedEarly: Plugin = {
  name: 'fetched-early',
  transformIndexHtml: {
    order: 'post',
    handler(_html, { bundle = {} }) {
      const files = Object.values(bundle)
      const chunks = files.filter((file): file is Rolldown.OutputChunk => file.type === 'chunk')
      const app = chunks.find(({ name }) => name === 'app')!
      const entry = chunks.find(({ isEntry }) => isEntry)!
      const fonts = files.map(({ fileName }) => fileName).filter((name) => /-latin-wght-normal.*\.woff2$/.test(name))
      const link = (attrs: Record<string, string>, file: string) =>
        ({ tag: 'link', attrs: { ...attrs, crossorigin: true, href: `./${file}` }, injectTo: 'head' }) as const
      return [
        ...[app.fileName, ...app.imports.filter((file) => file !== entry.fileName)].map((file) =>
          link({ rel: 'modulepreload' }, file),
        ),
        ...fonts.map((file) => link({ rel: 'preload', as: 'font', type: 'font/woff2' }, file)),
      ]
    },
  },
}

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
      // One file for all views: theirs are small, and a view would wait for its own.
      cssCodeSplit: false,
      rollupOptions: { input: from('src-renderer/index.html') },
    },
    plugins: [vue(), fetchedEarly],
  },
})
