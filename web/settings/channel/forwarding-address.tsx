import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { t } from '../../labels/labels.ts'
import { Button } from '../../ui/button.tsx'
import { copyText } from '../../ui/copy-text.ts'
import { TextField } from '../../ui/text-field.tsx'
import styles from './forwarding-address.module.css'

/** *Forwarding address* (S19): what another mail system forwards to it lands in the inbox. */
export function ForwardingAddress({ address, inboxName }: { address: string; inboxName: string }) {
  const [outcome, setOutcome] = useState<'copied' | 'notCopied' | null>(null)
  const copy = async () => {
    setOutcome((await copyText(address)) ? 'copied' : 'notCopied')
    setTimeout(() => setOutcome(null), 2000)
  }
  return (
    <div className={styles.forwarding}>
      <TextField
        label={t('channel.forwarding')}
        hint={t('channel.forwardingHint', { inbox: inboxName })}
        error={outcome === 'notCopied' && t('channel.notCopied')}
        value={address}
        readOnly
        onFocus={(event) => event.target.select()}
      />
      <Button icon={outcome === 'copied' ? Check : Copy} className={styles.copy} onClick={() => void copy()}>
        {t(outcome === 'copied' ? 'channel.copied' : 'channel.copy')}
      </Button>
      <span role="status" className="sr-only">
        {outcome === 'copied' && t('channel.copied')}
      </span>
    </div>
  )
}
