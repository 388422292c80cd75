import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { costs } from '../../client/costs.ts';
import { Dialog } from '../../part/dialog.tsx';
import { Problem } from '../../part/problem.tsx';

/** Limits what somebody may spend; without an amount the limit is taken back. */
export function LimitDialog({ onClose }: { readonly onClose: () => void }) {
  const [account, setAccount] = useState('tenant');
  const [money, setMoney] = useState('');
  const [tokens, setTokens] = useState('');
  const [per, setPer] = useState<'day' | 'month' | ''>('month');
  const queries = useQueryClient();
  const limit = useMutation({
    mutationFn: () => {
      const budget = {
        ...(money !== '' && { money: Number(money) }),
        ...(tokens !== '' && { tokens: Number(tokens) }),
      };
      const isLimit = Object.keys(budget).length > 0;
      return costs.limit({
        account: account.trim(),
        budget: isLimit ? budget : null,
        ...(isLimit && per !== '' && { per }),
      });
    },
    async onSuccess() {
      await queries.invalidateQueries({ queryKey: ['budgets'] });
      onClose();
    },
  });
  return (
    <Dialog title="Set a limit" onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          limit.mutate();
        }}
      >
        <label>
          For whom: tenant, user/NAME or execution/ID
          <input required autoFocus value={account} onChange={({ target }) => setAccount(target.value)} />
        </label>
        <div className="pair">
          <label>
            Money
            <input type="number" min={0} step="any" value={money} onChange={({ target }) => setMoney(target.value)} />
          </label>
          <label>
            Tokens
            <input type="number" min={0} step={1} value={tokens} onChange={({ target }) => setTokens(target.value)} />
          </label>
          <label>
            For each
            <select
              value={per}
              onChange={({ target: { value } }) => setPer(value === 'day' || value === 'month' ? value : '')}
            >
              <option value="day">day</option>
              <option value="month">month</option>
              <option value="">all in all</option>
            </select>
          </label>
        </div>
        <p className="facts">With neither money nor tokens the limit is taken back.</p>
        <Problem error={limit.error} />
        <div className="orders">
          <button type="submit" disabled={limit.isPending}>
            Set it
          </button>
          <button type="button" onClick={onClose}>
            Leave it
          </button>
        </div>
      </form>
    </Dialog>
  );
}
