import { CircleAlert } from 'lucide-react'
import { ApiProblem } from '../../data/api.ts'
import { PasskeyStopped } from '../../data/passkeys.ts'
import { problemText, t } from '../../labels/labels.ts'
import { Note } from '../../ui/note.tsx'

/** Why something was not done, where it was tried; nothing while nothing was refused. */
export function Refusal({ error }: { error: Error | null }) {
  if (!error) return null
  return (
    <Note tone="bad" icon={CircleAlert} role="alert">
      {refusalText(error)}
    </Note>
  )
}

function refusalText(error: Error): string {
  if (error instanceof PasskeyStopped) return t(error.isKnown ? 'security.passkeyKnown' : 'security.passkeyStopped')
  if (error instanceof ApiProblem) return problemText(error.code, { message: error.message, ...error.details })
  return problemText(undefined)
}
