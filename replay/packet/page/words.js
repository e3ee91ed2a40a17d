// A row's words, as the C++ reader puts them (replay/packet/row.cpp): what the entry itself says, and what the city's
// dictionary in the manifest calls it. Held to the other reader by tests/packet_page/real.test.mjs.
import { TYPE } from './entry.js';

const WORDS = {
  1101: ['登録', '暗号鍵の作成'], 1102: ['登録', '療養者の基本情報'], 1103: ['登録', '療養の場所'],
  1201: ['受付', '同意書'], 1202: ['説明', '利用目的の説明'], 1203: ['確認', '同意書'], 1204: ['受付', '同意の撤回'], 1205: ['追加', '同意の範囲'],
  1301: ['提出', '新規部屋作成依頼書'], 1302: ['補正依頼', '新規部屋作成依頼書'], 1303: ['承認', '新規部屋作成依頼書'], 1304: ['不承認', '新規部屋作成依頼書'],
  1401: ['開設', '部屋'], 1402: ['追加', '参加事業所'], 1403: ['終了', '参加事業所'], 1404: ['登録', '担当者'], 1405: ['終了', '担当者'],
  1406: ['共有停止', '部屋'], 1407: ['閉鎖', '部屋'], 1408: ['再開', '部屋'],
  1501: ['記入', '記録'], 1502: ['訂正', '記録'], 1503: ['取消し', '記録'], 1504: ['確認', '記録'], 1505: ['承認', '記録'],
  1601: ['一覧表示', '部屋の一覧'], 1602: ['閲覧', null], 1603: ['拒否', '部屋の記録'],
  1801: ['受付', '開示請求'], 1802: ['確認', '本人確認'], 1803: ['確認', '開示の範囲'], 1804: ['回答', '開示についての意見'],
  1805: ['記録', '開示しない項目'], 1806: ['決定', '開示請求'], 1807: ['通知', '開示請求'], 1808: ['交付', '開示書面'], 1809: ['終了', '開示請求'],
  1901: ['請求', '利用状況報告'], 1902: ['作成', '利用状況報告'], 1903: ['提供', '利用状況報告'], 1904: ['ダウンロード', '利用状況報告'],
  2001: ['作成の開始', '開示書面'], 2002: ['作成', '開示書面'], 2003: ['ダウンロード', '開示書面'], 2004: ['ダウンロードの失敗', '開示書面'],
};
const OBJECTS = {
  1: '部屋の記録', 2: '写真・文書', 3: '同意書', 4: '療養者の基本情報', 5: '部屋', 6: '新規部屋作成依頼書', 7: '開示請求', 8: '部屋の一覧',
  9: '記録', 10: '利用状況報告', 11: '開示書面',
};
const DENIALS = {
  27: '認められない利用目的', 31: '有効な同意がない', 32: '同意撤回により共有停止中', 33: '部屋が閉じられている', 35: '担当になっていない',
  36: '参加していない事業所',
};
const BASES = {
  0: () => '', 1: (n) => `同意書${n}`, 2: () => '誓約書', 3: (n) => `開示請求${n}`, 4: () => '担当の登録', 5: (n, city) => `${city}の事務`,
  6: (n) => `利用状況報告${n}`,
};
const DENIED = 1, ZERO = '0'.repeat(32);

/** Numbers people (看護師2) and bases (同意書1) in the order in which shown rows have them, so it reads every row once,
 * from the first. */
export class RowReader {
  /** @param {object} words the manifest's dictionary */
  constructor(words) {
    this.words = words;
    this.facilities = new Map([...words.facilities].reverse().map(({ id, name }) => [id, name]));
    this.staff = new Map([...words.staff].reverse().map(({ id, name }) => [id, name]));
    this.actors = new Map();
    this.counts = new Map();
    this.bases = new Map();
    this.baseCounts = new Map();
  }

  /** @param {import('./entry.js').Entry} entry @param {string} purpose its code */
  purposeLabel(entry, purpose) {
    const policy = this.words.policies.find(({ number }) => number === entry.policy);
    return policy?.purposes.find(({ code }) => code === purpose)?.ja ?? '';
  }

  /** @param {import('./entry.js').Entry} entry */
  profession(entry) {
    const policy = this.words.policies.find(({ number }) => number === entry.policy);
    return policy?.professions.find(({ number }) => number === entry.profession)?.ja ?? '';
  }

  /** @param {import('./entry.js').Entry} entry */
  actor(entry) {
    if (entry.account === null) return 'システム';
    const profession = this.profession(entry), named = this.staff.get(entry.account) ?? '';
    if (named !== '') return `${profession} ${named}`;
    if (!this.actors.has(entry.account)) {
      const kind = profession === '' ? '職員' : profession, count = (this.counts.get(kind) ?? 0) + 1;
      this.counts.set(kind, count);
      this.actors.set(entry.account, `${kind}${count}`);
    }
    return this.actors.get(entry.account);
  }

  /** @param {import('./entry.js').Entry} entry */
  basis(entry) {
    let number = 0;
    if (entry.basisId !== ZERO) {
      const kind = entry.basisKind, id = `${kind} ${entry.basisId}`;
      if (!this.bases.has(id)) {
        this.baseCounts.set(kind, (this.baseCounts.get(kind) ?? 0) + 1);
        this.bases.set(id, this.baseCounts.get(kind));
      }
      number = this.bases.get(id);
    }
    return BASES[entry.basisKind]?.(number, this.words.city);
  }

  /** @param {import('./entry.js').Entry} entry @param {string | null} facility its id @param {string} purpose its code
   * @returns {Record<string, string | number | undefined>} */
  read(entry, facility, purpose) {
    const [operation, object] = WORDS[entry.type] ?? ['', ''];
    return {
      facility: facility === null ? `${this.words.city}（システム管理者）` : this.facilities.get(facility) ?? '',
      profession: this.profession(entry), actor: this.actor(entry), operation,
      object: object ?? OBJECTS[entry.access.object] ?? '', count: entry.access.count,
      purpose_label: this.purposeLabel(entry, purpose), basis: this.basis(entry),
      reason: entry.outcome === DENIED ? DENIALS[entry.access.rule] ?? '利用の条件を満たさない' : '',
    };
  }
}

/** Kinds of entry whose payload a packet opens (replay/packet/content.cpp). */
export const OPENED = new Set([
  TYPE.careRecipientRegistered, TYPE.careSettingChanged, TYPE.consentFormReceived, TYPE.messagePosted, TYPE.messageCorrected,
  TYPE.roomRequestSubmitted, TYPE.roomRequestReturned, TYPE.roomRequestRejected, TYPE.roomMemberAssigned, TYPE.roomClosed, TYPE.roomReopened,
]);
