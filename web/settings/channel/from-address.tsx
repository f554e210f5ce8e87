import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { CircleAlert, CircleCheck, Clock } from 'lucide-react'
import { useId, useState } from 'react'
import { ApiProblem, api } from '../../data/api.ts'
import { channelQuery } from '../../data/queries.ts'
import type { ChannelSettings } from '../../data/types.ts'
import { t } from '../../labels/labels.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Note } from '../../ui/note.tsx'
import { refusalText } from '../inboxes/mutation-problem.ts'
import type { ChannelSection } from './channel-form.ts'
import styles from './from-address.module.css'
import { FromAddressDns } from './from-address-dns.tsx'

/** The account's proof of this text as an address, whatever its case. */
export const proofOf = (channel: ChannelSettings, text: string | null) =>
  channel.fromAddresses.find(({ address }) => address.toLowerCase() === text?.trim().toLowerCase())

/** *From address* (S18): the channel's own, or one that whoever reads its mail has confirmed. */
export function FromAddress({ channel, form, problem, onEdit }: ChannelSection) {
  const id = useId()
  const client = useQueryClient()
  const [typed, setTyped] = useState(form.fromAddress ?? suggestionOf(channel))
  const [isMissing, setMissing] = useState(false)
  const isCustom = form.fromAddress !== null
  const text = isCustom ? (form.fromAddress ?? '') : typed
  const proof = proofOf(channel, text)
  // It is confirmed somewhere else: looked for while somebody waits for it.
  useQuery({ ...channelQuery(channel.id), refetchInterval: proof?.state === 'waiting' ? 3000 : false })
  const keep = (answer: ChannelSettings) => client.setQueryData(channelQuery(channel.id).queryKey, answer)
  const ask = useMutation({
    mutationFn: (address: string) => api.askForFromAddress(channel.id, address),
    onSuccess: (answer, address) => {
      keep(answer)
      onEdit({ fromAddress: proofOf(answer, address)?.address ?? address })
    },
  })
  const giveUp = useMutation({
    mutationFn: (addressId: string) => api.giveUpFromAddress(channel.id, addressId),
    onSuccess: (answer) => {
      keep(answer)
      setTyped('')
      onEdit({ fromAddress: null })
    },
  })
  const type = (value: string) => {
    ask.reset()
    setMissing(false)
    setTyped(value)
    onEdit({ fromAddress: value })
  }
  const verify = () => {
    setMissing(text.trim() === '')
    if (text.trim() !== '') ask.mutate(text.trim())
  }
  const error = isMissing
    ? t('channel.addressMissing')
    : refusalText(ask.error ?? giveUp.error ?? (isAboutAddress(problem) ? problem : null))
  return (
    <fieldset className={styles.group}>
      <legend className={styles.legend}>{t('channel.fromAddress')}</legend>
      <div className={styles.cards}>
        <div className={classNames(styles.card, !isCustom && styles.chosen)}>
          <label className={styles.choice}>
            <input type="radio" name={id} checked={!isCustom} onChange={() => onEdit({ fromAddress: null })} />
            {t('channel.useDefault')}
          </label>
          <span className={styles.address}>{channel.address}</span>
        </div>
        <div className={classNames(styles.card, isCustom && styles.chosen)}>
          <label className={styles.choice}>
            <input type="radio" name={id} checked={isCustom} onChange={() => onEdit({ fromAddress: typed })} />
            {t('channel.customise')}
          </label>
          <div className={styles.entry}>
            <input
              className={styles.input}
              aria-label={t('channel.fromAddress')}
              aria-describedby={`${id}-note`}
              aria-invalid={error !== null || undefined}
              type="email"
              autoComplete="off"
              maxLength={320}
              placeholder={t('channel.addressExample')}
              value={text}
              onChange={(event) => type(event.target.value)}
            />
            {proof?.state !== 'proven' && (
              <Button isLoading={ask.isPending} onClick={verify}>
                {t(proof ? 'channel.resend' : 'channel.verify')}
              </Button>
            )}
          </div>
        </div>
      </div>
      <div id={`${id}-note`} className={styles.note}>
        {error ? (
          <Note tone="bad" icon={CircleAlert} role="alert">
            {error}
          </Note>
        ) : isCustom && proof ? (
          <ProofNote channel={channel} proof={proof} />
        ) : (
          isCustom && <p className={styles.hint}>{t('channel.addressHint')}</p>
        )}
        {isCustom && proof && <FromAddressDns key={proof.id} channelId={channel.id} proof={proof} />}
        {isCustom && proof?.state === 'proven' && (
          <Button
            variant="link"
            size="sm"
            title={t('channel.giveUpText')}
            isLoading={giveUp.isPending}
            onClick={() => giveUp.mutate(proof.id)}
          >
            {t('channel.giveUp', { address: proof.address })}
          </Button>
        )}
      </div>
    </fieldset>
  )
}

type Proof = ChannelSettings['fromAddresses'][number]

function ProofNote({ channel, proof: { address, state, isUndelivered } }: { channel: ChannelSettings; proof: Proof }) {
  const words = { address, fallback: channel.address }
  if (state === 'proven') {
    return (
      <Note icon={CircleCheck} role="status">
        {t('channel.proofProven', { address })}
      </Note>
    )
  }
  if (state === 'waiting' && !isUndelivered) {
    return (
      <Note tone="info" icon={Clock} role="status">
        {t('channel.proofWaiting', words)}
      </Note>
    )
  }
  return (
    <Note tone="bad" icon={CircleAlert} role="status">
      {t(state === 'expired' ? 'channel.proofExpired' : 'channel.proofUndelivered', words)}
    </Note>
  )
}

/** What the field holds before anything is chosen: what is waited for here, else what the account has proven. */
function suggestionOf({ fromAddresses, address }: ChannelSettings): string {
  const others = fromAddresses.filter((one) => one.address !== address)
  return (others.find((one) => one.isAskedHere) ?? others[0])?.address ?? ''
}

const isAboutAddress = (problem: Error | null) =>
  problem instanceof ApiProblem &&
  (problem.code === 'fromAddressUnasked' || problem.errors.some(({ in: field }) => field === 'fromAddress'))
