import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [react()],
  build: {
    emptyOutDir: true,
    rollupOptions: { input: 'client.jsx', output: { entryFileNames: '[name].js' } },
  },
})
