import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import type { SentInvitation } from '../../data/types.ts'
import { t } from '../../labels/labels.ts'
import { Button } from '../../ui/button.tsx'
import { copyText } from '../../ui/copy-text.ts'
import { Dialog } from '../../ui/dialog.tsx'
import styles from './people.module.css'

/** Links that no mail carries: to be copied now, since they are told once. */
export function LinkList({ sent }: { sent: readonly SentInvitation[] }) {
  const [copied, setCopied] = useState<string | null>(null)
  const links = sent.flatMap(({ invitation, link }) =>
    link === null ? [] : [{ id: invitation.id, name: invitation.name || invitation.email, link }],
  )
  const copy = async (what: string, text: string) => {
    if (await copyText(text)) setCopied(what)
  }
  return (
    <div className={styles.form}>
      <p>{t('people.linksHint')}</p>
      {links.map(({ id, name, link }) => (
        <div key={id}>
          <div>{name}</div>
          <div className={styles.link}>
            <input
              className={styles.address}
              aria-label={t('people.linkOf', { name })}
              readOnly
              value={link}
              onFocus={(event) => event.target.select()}
            />
            <Button
              icon={copied === id ? Check : Copy}
              aria-label={copied === id ? t('people.copied') : t('people.copyLinkOf', { name })}
              onClick={() => void copy(id, link)}
            >
              {t(copied === id ? 'people.copied' : 'people.copy')}
            </Button>
          </div>
        </div>
      ))}
      {links.length > 1 && (
        <div className={styles.buttons}>
          <Button
            icon={copied === 'all' ? Check : Copy}
            onClick={() => void copy('all', links.map(({ name, link }) => `${name}\t${link}`).join('\n'))}
          >
            {t(copied === 'all' ? 'people.copied' : 'people.copyAll')}
          </Button>
        </div>
      )}
    </div>
  )
}

export function LinkDialog({ sent, onClose }: { sent: SentInvitation; onClose: () => void }) {
  return (
    <Dialog title={t('people.links')} onClose={onClose} footer={<Button onClick={onClose}>{t('people.done')}</Button>}>
      <LinkList sent={[sent]} />
    </Dialog>
  )
}
