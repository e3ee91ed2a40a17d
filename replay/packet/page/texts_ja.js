// What the page says, in Japanese. Plain words first: a person of eighty reads this, and a lawyer beside them.

const ERA = [['2019-05-01', '令和', 2018], ['1989-01-08', '平成', 1988]];

/** 「令和8年11月22日（2026年）」 @param {string | null} date as 2026-11-22 */
function day(date) {
  const parts = /^(\d{4})-(\d{2})-(\d{2})/.exec(date ?? '');
  if (parts === null) return '—';
  const [year, month, dayOfMonth] = parts.slice(1).map(Number);
  const era = ERA.find(([from]) => parts[0] >= from);
  if (era === undefined) return `${year}年${month}月${dayOfMonth}日`;
  const count = year - era[2];
  return `${era[1]}${count === 1 ? '元' : count}年${month}月${dayOfMonth}日（${year}年）`;
}

export const JA = {
  day,
  title: '開示書類の確認',
  owner: '丸亀市 医療・介護連携システム',
  language: 'English',
  source_city: (host) => `このページは、${host} から届きました。丸亀市のサイトの番地であることを、お確かめください。`,
  source_other: 'この確認ページは、丸亀市のサイトから入手したものをお使いください。',
  source_other_why: '書類といっしょに届いたページは、書類を作った人が書き換えられるので、「内部の確認のみ」になります。',

  choose_title: '受け取ったファイルを選んでください',
  choose_text: '受け取った開示書類のファイル（packet.zip）に、抜けているところや書き換えられたところがないかを確かめます。',
  choose_button: 'ファイルを選ぶ',
  choose_again: '別のファイルを確かめる',
  drop_here: 'ここにファイルを引っぱってきて、放しても選べます。',
  privacy: 'ファイルは、この端末の中だけで調べます。どこにも送りません。',

  work_title: '確かめています',
  stop: '中止する',
  percent: (n) => `${n}％まで終わりました`,
  phase: {
    files: 'すべてのファイルが、作られたときのままかを調べています',
    rows: '記録を1件ずつ調べています',
    tree: '丸亀市が署名した台帳の値と照らし合わせています',
    proofs: '1件ごとの証明を調べています',
    words: '文章になった記録を、もとの記録と比べています',
  },

  genuine_title: '欠けや書き換えは見つかりませんでした',
  genuine_lead: '丸亀市の連携システムが署名した、本物の書類です。',
  genuine_by_city: '丸亀市のサイトから届いたこのページが持つ鍵で、署名を確かめました。',
  genuine_by_letter: 'お手紙の16文字と同じであることを、あなたが確かめました。',
  no_trace: '改ざんの形跡は見つかりませんでした。',
  internal_title: '欠けや書き換えは見つかりませんでした',
  internal_badge: '内部の確認のみ',
  internal_lead: 'ただし、この書類を作ったのが丸亀市かどうかは、まだ確かめていません。',
  internal_next: 'すぐ下の「お手紙の16文字と比べてください」へお進みください。',
  foreign_title: '丸亀市の書類とは確かめられませんでした',
  foreign_lead: 'この書類には、丸亀市の鍵で署名されていないところがあります。',
  different_title: '丸亀市の書類とは確かめられませんでした',
  different_lead: '16文字がお手紙とちがうと、あなたが答えました。この書類は、別の人が作ったものかもしれません。',
  changed_title: 'この書類は、作られたときのままではありません',
  changed_lead: (n) => `書き換えられたところ、または壊れたところが ${n} か所見つかりました。`,
  truncated_title: '最後の記録が足りません',
  truncated_lead: '書類にある記録より後に、まだ記録があるはずです。署名された「最後の記録の番号」と合いません。',
  unreadable_title: '開示書類のファイルとして読めませんでした',
  unreadable_lead: '選んだファイルがちがうか、コピーや送信の途中で壊れたものと思われます。',
  stopped_title: '確認を途中でやめました',
  stopped_lead: 'まだ何も分かっていません。もう一度ファイルを選ぶと、はじめから確かめます。',
  failed_title: '確認を続けられませんでした',
  failed_lead: '書類に問題があるという意味ではありません。ほかのアプリを閉じるか、パソコンで、もう一度お試しください。',
  advice: 'この書類の内容を、このまま信用しないでください。コピーや送信の途中で壊れることもあります。お手紙にある連絡先か丸亀市にお電話いただき、もう一度お受け取りください。',
  advice_foreign: 'この書類の内容を信用しないでください。書類に書かれた電話番号ではなく、市の広報や電話帳にある丸亀市の番号にお電話ください。',

  letter_title: 'お手紙の16文字と比べてください',
  letter_text: 'お手紙（紙）に印刷された「鍵の確認文字」16文字と、下の16文字が同じかどうかを、1つずつ見比べてください。丸亀市のサイトにも同じ文字があります。',
  letter_same: '同じです',
  letter_different: 'ちがいます',
  letter_label: (groups) => `鍵の確認文字 ${groups}`,

  complete_title: '全部そろっているか',
  complete_statement: '丸亀市が署名した申告によれば、全部そろっています。',
  complete_mirror: (n) => `台帳の位置 ${n} の時点で、全部そろっています。台帳の写しを預かる第三者も署名しています。`,
  complete_unknown: '書類に付いている申告によれば、全部そろっています。その申告に署名したのが丸亀市かどうかは、まだ確かめていません。',
  complete_why: '記録には1番から順に番号がつき、抜けがありません。最後の番号も、署名された申告と合っています。',
  counts: { total: '記録の数（全部）', shown: 'お見せしている記録', withheld: 'お見せしていない記録', outside_period: '請求された期間の外の記録' },
  count: (n) => `${n.toLocaleString('ja-JP')} 件`,
  about: { number: '開示請求の番号', issuer: '開示した事業所', period: '請求された期間', made_at: '書類を作った日' },
  period: (from, to) => (from === null && to === null ? '指定なし（すべての期間）'
    : `${from === null ? '最初の記録' : day(from)}から\n${to === null ? '最新の記録' : day(to)}まで`),

  withheld_title: 'お見せしていない記録',
  withheld_none: 'お見せしていない記録はありません。',
  withheld_text: '次の記録は、理由があって中身をお見せしていません。番号があることは確かめました。そのほかは、書類にある説明です。',
  withheld_row: (n) => `${n} 番の記録`,
  withheld_ground: '理由：',
  withheld_stated: 'ご説明できること：',
  withheld_more: (n) => `ほかに ${n} 件あります。お手紙の一覧をご覧ください。`,
  nothing_stated: 'ありません',

  findings_title: '見つかったこと',
  findings_more: (n) => `ほかに ${n} か所あります。`,

  limits_title: 'この記録では分からないこと',
  limits_all: 'この記録は、このシステムに残った操作のすべてです。',
  limits: [
    '電話、紙、口頭、画面をのぞき見ること、許可なく写真を撮ることは記録されません。',
    'はじめから記録されなかったことや、まちがって別の方の記録に入ったことは、ここからは分かりません。',
    '時刻は日本時間で、時計の誤差は1秒以内に管理しています。',
  ],

  expert_title: 'くわしい情報（専門家の方へ）',
  expert: {
    statement: '完全性', origin: '台帳の名前', size: '署名された台帳の件数', root: '台帳の根（root）', as_of: '申告の時点（as_of）', heads: '申告の位置',
    persons: '申告に含まれる人数', log_key: '台帳の鍵', packet_key: '書類の鍵', print: '2つの鍵の確認文字', case: '開示請求ID', subject: '療養者ID',
    made_at: '作成時刻（UTC）', software: '作成したソフトウェア', files: 'ファイルの数',
  },
  checked_title: 'このページが確かめたこと',
  checked: [
    'ZIP の形、全ファイルの大きさと SHA-256、manifest.json と checkpoint の Ed25519 署名',
    '台帳の最初の項目が名前と2つの鍵を名指ししていること',
    '各記録の葉のハッシュ、本人、通し番号、前の記録とのつながり、位置の順序',
    '証明ノードから計算した根が署名された根と等しいこと、1件ごとの証明（tlog-proof）',
    '最後の通し番号の証明（subject-heads）',
    '封印された内容の要約値、鍵の確約、開封。添付ファイルを封印し直した要約値',
    '請求された期間の外とされた記録が、そのとおりであること',
    'usage.jsonl の各行のうち、記録そのものと目録の言葉から作れるもの全部と、書かれた文章',
  ],
  unchecked_title: 'このページが確かめないこと',
  unchecked: [
    'packet.pdf、usage.csv、fhir/bundle.json は、署名された要約値と同じかどうかだけを確かめます。',
    '事業所や職種の名前など、目録にある言葉は、丸亀市の説明です。',
    'usage.jsonl の content のうち文章のほか（同意書の項目など）、usage.csv、FHIR を作り直して比べるには、renkei check-packet をお使いください。',
  ],
  checkpoint_title: '署名された台帳の値（checkpoint）',
};
