import { useQuery } from '@tanstack/react-query'
import { attachedMailQuery } from '../../data/queries.ts'
import type { Address } from '../../data/types.ts'
import { exactTime } from '../../labels/format.ts'
import { t } from '../../labels/labels.ts'
import { FileChips, type ReceivedFile } from '../file-chips.tsx'
import { MailFrame } from '../mail-frame.tsx'
import { PlainText } from '../plain-text.tsx'
import styles from './attached-mail-view.module.css'
import { NotShown, Opening } from './not-shown.tsx'

type AttachedMailViewProps = { file: ReceivedFile; onOpen: (files: ReceivedFile[], at: number) => void }

/** A mail that came attached to another: whom it was from and to, its words in the same frame, its own files. */
export function AttachedMailView({ file, onOpen }: AttachedMailViewProps) {
  const { data: mail, error } = useQuery(attachedMailQuery(file.fileId, file.part))
  if (error) return <NotShown file={file} error={error} />
  if (!mail) return <Opening file={file} />
  const files = mail.attachments
    .filter(({ isInline }) => !(isInline && mail.frameUrl !== null))
    .map((attachment) => ({ ...attachment, fileId: file.fileId }))
  return (
    <div className={styles.window}>
      <article className={styles.mail} aria-label={mail.subject || t('files.noSubject')}>
        <h3 className={styles.subject}>{mail.subject || t('files.noSubject')}</h3>
        <dl className={styles.head}>
          <Row label={t('files.from')}>{mail.from && full(mail.from)}</Row>
          <Row label={t('files.to')}>{mail.to.map(full).join(', ')}</Row>
          <Row label={t('files.cc')}>{mail.cc.map(full).join(', ')}</Row>
          <Row label={t('files.date')}>{mail.date && exactTime(mail.date)}</Row>
        </dl>
        {mail.frameUrl ? (
          <MailFrame
            url={mail.frameUrl}
            title={t('item.frame', { name: mail.from?.name || mail.from?.address || '' })}
          />
        ) : (
          <PlainText text={mail.text || t('files.noText')} className={styles.text} />
        )}
        <FileChips files={files} onOpen={(at) => onOpen(files, at)} />
      </article>
    </div>
  )
}

function Row({ label, children }: { label: string; children: string | null }) {
  if (!children) return null
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  )
}

const full = ({ name, address }: Address) => (name && name !== address ? `${name} <${address}>` : address)
