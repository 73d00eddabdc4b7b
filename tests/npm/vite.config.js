import { defineConfig } from 'vite'

export default defineConfig({
  logLevel: 'warn',
  build: { target: 'es2022', rollupOptions: { input: ['index.html', 'example.html'] } },
})
