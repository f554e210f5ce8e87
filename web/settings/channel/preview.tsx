import { Monitor, Smartphone } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { mailName } from '../../../shared/from-name.ts'
import { fillTokens } from '../../../shared/signature.ts'
import { useSession } from '../../data/session.ts'
import { t } from '../../labels/labels.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { classNames } from '../../ui/class-names.ts'
import { SignatureHtml } from '../../ui/signature-html.tsx'
import type { ChannelSection } from './channel-form.ts'
import { proofOf } from './from-address.tsx'
import styles from './preview.module.css'

/** The part of the mail that the person is just changing. */
export type EditedPart = 'name' | 'address' | 'signature' | null

type PreviewProps = Pick<ChannelSection, 'channel' | 'form'> & {
  edited: EditedPart
}

/** How the next mail will look to the contact (S21), followed key by key: a row in his list, and the mail opened. */
export function Preview({ channel, form, edited }: PreviewProps) {
  const { user } = useSession()
  const [isPhone, setPhone] = useState(false)
  const name = mailName(form.fromNameMode, form.companyName.trim(), user.name)
  const address = form.fromAddress?.trim() || channel.address
  const isSentFrom = form.fromAddress === null || proofOf(channel, address)?.state === 'proven'
  const shownName = <Part isEdited={edited === 'name'}>{name}</Part>
  return (
    <section className={styles.preview} aria-label={t('channel.preview')}>
      <header className={styles.head}>
        <h2 className={styles.title}>{t('channel.preview')}</h2>
        <fieldset className={styles.sizes} aria-label={t('channel.previewSize')}>
          <button
            type="button"
            aria-label={t('channel.desktop')}
            aria-pressed={!isPhone}
            onClick={() => setPhone(false)}
          >
            <Monitor size={16} strokeWidth={1.75} aria-hidden />
          </button>
          <button type="button" aria-label={t('channel.phone')} aria-pressed={isPhone} onClick={() => setPhone(true)}>
            <Smartphone size={16} strokeWidth={1.75} aria-hidden />
          </button>
        </fieldset>
      </header>
      <div className={classNames(styles.mail, isPhone && styles.phone)}>
        <h3 className={styles.caption}>{t('channel.previewList')}</h3>
        <div className={styles.card}>
          <div className={styles.row}>
            <span className={styles.sender}>{shownName}</span>
            <span className={styles.time}>12:31</span>
            <span className={styles.subject}>{t('channel.exampleSubject')}</span>
            <span className={styles.snippet}>{t('channel.exampleText')}</span>
          </div>
          <div className={styles.row}>
            <span>{t('channel.exampleOther')}</span>
            <span className={styles.time}>11:02</span>
            <span className={styles.snippet}>{t('channel.exampleOtherText')}</span>
          </div>
        </div>
        <h3 className={styles.caption}>{t('channel.previewOpened')}</h3>
        <div className={classNames(styles.card, styles.opened)}>
          <p className={styles.heading}>{t('channel.exampleSubject')}</p>
          <div className={styles.from}>
            <Avatar
              id={`user-${user.id}`}
              name={(form.fromNameMode === 'company' ? name : user.name) || address}
              size={32}
            />
            <div className={styles.who}>
              <span className={styles.sender}>{shownName}</span>
              <span className={styles.address}>
                <Part isEdited={edited === 'address'}>{address}</Part>
              </span>
            </div>
          </div>
          <div className={styles.body}>
            <p>{t('channel.exampleGreeting')}</p>
            <p>{t('channel.exampleText')}</p>
            {form.signature.isOn && (
              <div className={styles.signature}>
                <Part isEdited={edited === 'signature'}>
                  <SignatureHtml html={fillTokens(form.signature.html, user.name)} />
                </Part>
              </div>
            )}
          </div>
        </div>
      </div>
      <p className={styles.hint}>
        {!form.isSending && `${t('channel.previewOff')} `}
        {!isSentFrom && `${t('channel.previewUnproven', { address, fallback: channel.address })} `}
        {form.fromNameMode === 'agent-and-company' && `${t('channel.previewOwnName')} `}
        {t('channel.previewNext')}
      </p>
    </section>
  )
}

const Part = ({ isEdited, children }: { isEdited: boolean; children: ReactNode }) =>
  isEdited ? <mark className={styles.edited}>{children}</mark> : children
