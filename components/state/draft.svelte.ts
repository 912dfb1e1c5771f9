import type { Send } from '../../lib/messaging/send';
import type { AddOutcome, SiteView } from '../../lib/messaging/views';
import { codeAt } from '../../lib/otp/code';
import { formatKeyUri, type KeyUriNote, type ParsedKeyUri } from '../../lib/otp/key-uri';
import type { Otp } from '../../lib/otp/otp';
import { LIMITS } from '../../lib/limits';
import { readSite } from '../text/site';

/** An account that is not saved yet. */
export class Draft {
  issuer = $state('');
  accountName = $state('');
  otp = $state.raw<Otp | undefined>();
  notes = $state.raw<readonly KeyUriNote[]>([]);
  siteText = $state('');
  /** What adding it would do, once the worker was asked. */
  status = $state<AddOutcome['status'] | undefined>();
  readonly site: SiteView | undefined = $derived(
    this.siteText.trim() === '' ? undefined : readSite(this.siteText),
  );
  readonly badSite: boolean = $derived(this.siteText.trim() !== '' && !this.site);
  readonly tooLong: boolean = $derived(this.keyUri !== undefined && this.keyUri.length > LIMITS.keyUriLength);

  constructor(parsed?: ParsedKeyUri) {
    if (parsed) this.take(parsed);
  }

  /** What the worker is sent. */
  get keyUri(): string | undefined {
    if (!this.otp) return undefined;
    return formatKeyUri({ issuer: this.issuer.trim(), accountName: this.accountName.trim(), otp: this.otp });
  }

  get ready(): boolean {
    const named = this.issuer.trim() !== '' || this.accountName.trim() !== '';
    return this.otp !== undefined && named && !this.badSite && !this.tooLong;
  }

  take({ issuer, accountName, otp, notes }: ParsedKeyUri): void {
    this.issuer = issuer;
    this.accountName = accountName;
    this.otp = otp;
    this.notes = notes;
  }

  /** The code it would show now. None of a counter: a code that was shown counts as used. */
  codeAt(now: number): { text: string; next: string; validUntil: number } | undefined {
    return this.otp && this.otp.type !== 'hotp' ? codeAt(this.otp, now) : undefined;
  }

  async check(send: Send): Promise<void> {
    const asked = this.keyUri;
    if (asked === undefined || this.tooLong) return;
    const [status] = await send('accounts/check', { keyUris: [asked] });
    if (asked === this.keyUri) this.status = status;
  }

  /** @param recoveryNext The user was asked about a recovery key, and makes one next. */
  async save(send: Send, recoveryNext = false): Promise<AddOutcome> {
    return send('accounts/add', {
      keyUri: this.keyUri ?? '',
      sites: this.site ? [this.site] : [],
      ...(recoveryNext && { recoveryNext }),
    });
  }
}
