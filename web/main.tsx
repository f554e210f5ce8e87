import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createQueryClient } from './data/query-client.ts'
import { leave, wearRemembered } from './data/session.ts'
import { createAppRouter } from './router.tsx'
import './ui/base.css'

const client = createQueryClient(() => {
  void leave(client).then(() => router.navigate({ to: '/' }))
})
const router = createAppRouter(client)

const place = document.getElementById('root')
if (!place) throw new Error('index.html has lost its #root')
await wearRemembered()
createRoot(place).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
)
