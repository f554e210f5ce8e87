import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api } from '../../data/api.ts'
import { makePasskey } from '../../data/passkeys.ts'
import type { FactorAdded } from '../../data/types.ts'
import { t } from '../../labels/labels.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { deviceOf } from './device-words.ts'
import { CurrentPassword } from './password-dialog.tsx'
import { Refusal } from './refusal.tsx'
import styles from './security.module.css'

/** Makes a passkey: a name for the list, the password, then the browser's own window. */
export function PasskeySetup({ onAdded }: { onAdded: (added: FactorAdded) => void }) {
  const [name, setName] = useState(nameOfThisDevice)
  const [password, setPassword] = useState('')
  const [isTried, setTried] = useState(false)
  const add = useMutation({
    mutationFn: async () =>
      api.addPasskey({ name: name.trim(), ...(await makePasskey(await api.beginPasskey(password))) }),
    onSuccess: onAdded,
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (name.trim() && password && !add.isPending) add.mutate()
  }
  return (
    <form className={styles.form} noValidate onSubmit={submit}>
      <TextField
        label={t('security.passkeyName')}
        hint={t('security.passkeyNameHint')}
        name="passkey-name"
        autoComplete="off"
        maxLength={60}
        value={name}
        error={isTried && !name.trim() && t('security.missingName')}
        onChange={(event) => setName(event.target.value)}
      />
      <CurrentPassword
        value={password}
        isMissing={isTried && !password}
        onChange={(value) => {
          add.reset()
          setPassword(value)
        }}
      />
      <Refusal error={add.error} />
      <div className={styles.buttons}>
        <Button type="submit" variant="primary" isLoading={add.isPending}>
          {t('security.addPasskey')}
        </Button>
      </div>
    </form>
  )
}

function nameOfThisDevice(): string {
  const device = deviceOf(navigator.userAgent)
  return device ? t('security.device', { browser: device.browser, system: device.system }) : ''
}
