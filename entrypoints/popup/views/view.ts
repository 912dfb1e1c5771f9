import type { Draft } from '../../../components/state/draft.svelte';

/** Where in the unlocked popup one is. */
export type View =
  | { readonly name: 'list' }
  | { readonly name: 'ways' }
  | { readonly name: 'scan' }
  | { readonly name: 'type' }
  | { readonly name: 'paste' }
  | { readonly name: 'preview'; readonly draft: Draft }
  | { readonly name: 'edit'; readonly accountId: string }
  | { readonly name: 'why'; readonly accountId: string };
