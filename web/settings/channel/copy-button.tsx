import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { t } from '../../labels/labels.ts'
import { Button } from '../../ui/button.tsx'
import { copyText } from '../../ui/copy-text.ts'

/** Copies a text that stands beside it, and says so for a moment. */
export function CopyButton({ label, text }: { label: string; text: string }) {
  const [outcome, setOutcome] = useState<'copied' | 'notCopied' | null>(null)
  const copy = async () => {
    setOutcome((await copyText(text)) ? 'copied' : 'notCopied')
    setTimeout(() => setOutcome(null), 2000)
  }
  return (
    <>
      <Button size="sm" icon={outcome === 'copied' ? Check : Copy} aria-label={label} onClick={() => void copy()}>
        {t(outcome === 'copied' ? 'channel.copied' : 'channel.copy')}
      </Button>
      <span role="status" className="sr-only">
        {outcome !== null && t(`channel.${outcome}`)}
      </span>
    </>
  )
}
