import { useMutation, useQuery } from '@tanstack/react-query'
import { Check, Mail } from 'lucide-react'
import { useId, useState } from 'react'
import { cleanLocalPart, localPartFrom } from '../../../shared/fallback-local-part.ts'
import { newUuid } from '../../composer/new-uuid.ts'
import { api } from '../../data/api.ts'
import { channelsQuery } from '../../data/queries.ts'
import type { InboxSettings } from '../../data/types.ts'
import { t } from '../../labels/labels.ts'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { showToast } from '../../ui/toast.tsx'
import { useSettled } from '../../ui/use-settled.ts'
import styles from './dialogs.module.css'
import { refusalText } from './mutation-problem.ts'
import { useAskSettingsAnew } from './settings-changes.ts'

type ConnectDialogProps = { inbox: InboxSettings; onClose: () => void }

/** *Connect a channel* (S8): the types that can be connected, then the set-up of the one that was chosen. */
export function ConnectDialog({ inbox, onClose }: ConnectDialogProps) {
  const [kind, setKind] = useState<'fallback-email' | null>(null)
  const { data } = useQuery(channelsQuery(inbox.id))
  if (kind !== null) return <FallbackForm inbox={inbox} onClose={onClose} />
  const [connected] = data?.results ?? []
  return (
    <Dialog title={t('channels.connect')} onClose={onClose} isWide>
      <p className={styles.lead}>{t('channels.connectLead', { inbox: inbox.name })}</p>
      <div className={styles.kinds}>
        <button type="button" className={styles.kind} onClick={() => setKind('fallback-email')}>
          <span className={styles.kindGlyph}>
            <Mail size={20} strokeWidth={1.6} aria-hidden />
          </span>
          <span>
            <span className={styles.kindName}>{t('channels.fallback')}</span>
            <span className={styles.kindText}>{t('channels.fallbackText')}</span>
          </span>
        </button>
      </div>
      {connected && (
        <p className={styles.already}>
          <Mail size={16} strokeWidth={1.75} aria-hidden />
          <span>{t('channels.already', { address: connected.address })}</span>
        </p>
      )}
    </Dialog>
  )
}

/** The part before the @ while it is typed: the server says whether it is free. */
function useLocalPart(inboxName: string) {
  const [typed, setTyped] = useState(() => localPartFrom(inboxName))
  const wanted = cleanLocalPart(typed)
  const settled = useSettled(wanted)
  const { data, isFetching } = useQuery({
    queryKey: ['fallbackAddress', settled],
    queryFn: ({ signal }) => api.fallbackAddress(settled, signal),
    enabled: settled !== '',
    staleTime: 10_000,
  })
  const answer = data && settled === wanted && !isFetching ? data : null
  return { typed, wanted, answer, setTyped }
}

function FallbackForm({ inbox, onClose }: ConnectDialogProps) {
  const form = useId()
  const [key] = useState(newUuid)
  const { typed, wanted, answer, setTyped } = useLocalPart(inbox.name)
  const askAnew = useAskSettingsAnew()
  const connect = useMutation({
    mutationFn: () => api.connectChannel(inbox.id, wanted, `${key}-${wanted}`),
    onSuccess: async ({ address }) => {
      await askAnew()
      showToast({ text: t('channels.connected', { address }) })
      onClose()
    },
  })
  const isTaken = answer !== null && !answer.isFree
  const domain = answer?.address.slice(answer.address.indexOf('@')) ?? '@…'
  const taken = isTaken && (
    <>
      {t('channels.addressTaken', { address: `${wanted}${domain}` })}{' '}
      <button type="button" className={styles.link} onClick={() => setTyped(answer.suggestion)}>
        {t('channels.useSuggestion', { suggestion: answer.suggestion })}
      </button>
    </>
  )
  return (
    <Dialog
      title={t('channels.connect')}
      onClose={onClose}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button variant="primary" type="submit" form={form} isLoading={connect.isPending}>
            {t('channels.connectDo')}
          </Button>
        </>
      }
    >
      <form
        id={form}
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (!isTaken) connect.mutate()
        }}
      >
        <p className={styles.kindText}>{t('channels.fallbackText')}</p>
        <TextField
          label={t('channels.address')}
          data-autofocus
          maxLength={40}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          value={typed}
          hint={answer && t('channels.addressHint', { address: answer.address, inbox: inbox.name })}
          error={taken || refusalText(connect.error)}
          onFocus={(event) => event.target.select()}
          onChange={(event) => {
            connect.reset()
            setTyped(event.target.value.toLowerCase())
          }}
          onBlur={() => wanted !== '' && setTyped(wanted)}
          suffix={
            <>
              <span className={styles.domain} aria-hidden="true">
                {domain}
              </span>
              <span role="status">
                {answer?.isFree && (
                  <Chip tone="ok" icon={Check}>
                    {t('channels.free')}
                  </Chip>
                )}
                {!answer && wanted !== '' && (
                  <>
                    <Spinner size={14} />
                    <span className="sr-only">{t('channels.checking')}</span>
                  </>
                )}
              </span>
            </>
          }
        />
      </form>
    </Dialog>
  )
}
