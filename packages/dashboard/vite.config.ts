import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Built into `pages`, which the server answers with. Nothing is loaded from anywhere else, and nothing is inlined: the server's policy forbids it. */
export default defineConfig({
  plugins: [react()],
  build: {
    outDir: 'pages',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1_600,
  },
});
