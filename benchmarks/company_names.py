"""Synthetic company names, the SVI name-matching rule, and a brute-force oracle.

Pure standard library, deterministic.  Three uses:

* ``generate(n, seed)`` yields ``n`` invented but realistic trade companies with
  country, business type, program status and the two SVI flags.  The stream is
  prefix-stable: the first 11,000 of a million are the 11,000.
* ``search_key``, ``query_key``, ``long_enough``, ``matches`` and ``rank`` are the
  reference for the partner search: which names a query finds, in which tier.
* ``oracle(companies, query)`` is the slow, obviously right answer that every
  index, database or cache must reproduce exactly; ``QUERIES`` is the mix that
  the timings and the differential tests run.

Command line::

    python company_names.py 11000            # tab-separated rows
    python company_names.py 11000 --stats    # word, script and length figures
    python company_names.py --check          # self-test of the matching rule

THE MATCHING RULE
1. Both sides are folded by ``fold``: NFKC; Unicode case folding; accents dropped
   on Latin and Greek letters, Cyrillic IO read as IE; Arabic vowel marks and
   tatweel dropped, alef carriers, alef maqsura and teh marbuta unified; decimal
   digits of any script read as 0-9; typographic quotes and dashes read as the
   ASCII ones; invisible format characters dropped; runs of white space read as
   one blank.  Nothing else is dropped: a dot, an ampersand, a percent sign or an
   underscore stands for itself.  Marks stay on every other script (Japanese
   voicing, Indic vowel signs, Cyrillic short I), because there they make another
   letter.
2. The key of a name has one blank before and one after it, so a query's leading
   or trailing blank means "at the edge of a word" and a pasted trailing blank
   does no harm.
3. A company is found when the folded query is a consecutive part of that key.
4. The query must weigh at least 3: a Han, Kana or Hangul character weighs 2,
   any other character 1; a query of white space alone never searches.
5. Only companies that signed the SVI agreement, are certified or above and have
   the searchable flag are visible at all.
6. Order: whole name (0), start of the name (1), start of a word (2), elsewhere
   (3); inside a tier by folded name, then by id.
"""

import random
import sys
import unicodedata
from collections import namedtuple

SEED = 20250415
MINIMUM = 3

Company = namedtuple("Company", "id name country business_type status joined searchable")

# --------------------------------------------------------------------------
# Matching rule
# --------------------------------------------------------------------------

_PLAIN = {}
for _c in "\u2018\u2019\u201a\u201b\u02bc\u02b9\u2032\u00b4\u0060\uff07":
    _PLAIN[ord(_c)] = "'"
for _c in "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\uff02":
    _PLAIN[ord(_c)] = '"'
for _c in "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d\u00ad":
    _PLAIN[ord(_c)] = "-"
_PLAIN[0x00AD] = None  # soft hyphen is invisible
_PLAIN[0x0640] = None  # tatweel
# letters that have no canonical decomposition
_PLAIN.update(
    {
        ord("ø"): "o",
        ord("Ø"): "o",
        ord("ł"): "l",
        ord("Ł"): "l",
        ord("đ"): "d",
        ord("Đ"): "d",
        ord("ð"): "d",
        ord("Ð"): "d",
        ord("þ"): "th",
        ord("Þ"): "th",
        ord("æ"): "ae",
        ord("Æ"): "ae",
        ord("œ"): "oe",
        ord("Œ"): "oe",
        ord("ı"): "i",
        ord("ħ"): "h",
        ord("Ħ"): "h",
        ord("ŧ"): "t",
        ord("Ŧ"): "t",
    }
)
_ARABIC = {
    0x0622: "\u0627",
    0x0623: "\u0627",
    0x0625: "\u0627",
    0x0671: "\u0627",
    0x0649: "\u064a",
    0x06CC: "\u064a",
    0x06A9: "\u0643",
    0x0629: "\u0647",
}
_PLAIN.update(_ARABIC)
_PLAIN[0x0401] = _PLAIN[0x0451] = "\u0435"  # Cyrillic IO


def _strippable(base):
    """True where a combining mark is an accent and not another letter."""
    o = ord(base)
    return o < 0x250 or 0x1E00 <= o <= 0x1FFF or 0x370 <= o <= 0x3FF


def fold(text):
    """Fold a text for comparison; idempotent."""
    if text.isascii():
        return " ".join(text.replace("`", "'").lower().split())
    for _ in range(3):
        folded = _fold_once(text)
        if folded == text:
            break
        text = folded
    return text


def _fold_once(text):
    text = unicodedata.normalize("NFKC", text.translate(_PLAIN))
    text = unicodedata.normalize("NFKD", text.translate(_PLAIN).casefold())
    out = []
    base = " "
    for ch in text:
        if unicodedata.combining(ch):
            if _strippable(base):
                continue
            if 0x064B <= ord(ch) <= 0x065F or ord(ch) == 0x0670:
                continue
            if base == "\u0435" and ch == "\u0308":  # Cyrillic io
                continue
            out.append(ch)
            continue
        category = unicodedata.category(ch)
        if category == "Cf":
            continue
        if category == "Cc" and not ch.isspace():
            continue
        if category == "Nd":
            ch = str(unicodedata.decimal(ch))
        base = ch
        out.append(ch)
    text = unicodedata.normalize("NFC", "".join(out)).translate(_PLAIN)
    return " ".join(text.split())


def search_key(name):
    """The column that is searched: the folded name between two blanks."""
    return " " + fold(name) + " "


def query_key(query):
    """Fold a query; one blank at either end survives if the user typed any."""
    core = fold(query)
    if not core:
        return ""
    visible = "".join(c for c in query if unicodedata.category(c) != "Cf")
    return (" " if visible[:1].isspace() else "") + core + (" " if visible[-1:].isspace() else "")


def _wide(ch):
    o = ord(ch)
    return (
        0x2E80 <= o <= 0x2FDF
        or 0x3005 <= o <= 0x3007
        or 0x3040 <= o <= 0x30FF
        or 0x3130 <= o <= 0x318F
        or 0x31F0 <= o <= 0x31FF
        or 0x3400 <= o <= 0x9FFF
        or 0xAC00 <= o <= 0xD7A3
        or 0xF900 <= o <= 0xFAFF
        or 0x20000 <= o <= 0x3FFFF
    )


def weight(query):
    """Weight of a query against MINIMUM; 0 for white space alone."""
    key = query_key(query)
    return sum(2 if _wide(c) else 1 for c in key)


def long_enough(query):
    return weight(query) >= MINIMUM


def matches(name, query):
    """True if the partner search must find this name for this query."""
    return long_enough(query) and query_key(query) in search_key(name)


def rank(name, query):
    """0 whole name, 1 start of name, 2 start of a word, 3 elsewhere."""
    key, q = search_key(name), query_key(query)
    bare = q.strip()
    if key == " " + bare + " ":
        return 0
    if key.startswith(q) or key.startswith(" " + q):
        return 1
    if q.startswith(" ") or " " + q in key:
        return 2
    return 3


CERTIFIED_OR_ABOVE = (
    "Certified",
    "Certified, Validated",
    "Certified Non-Importer Validation Completed",
    "Certified, Exceeding",
)
OTHER_STATUS = ("Applicant", "Not Certified", "Suspended", "Removed", "Withdrawn", "Ineligible")


def visible(company):
    return company.joined and company.searchable and company.status in CERTIFIED_OR_ABOVE


def oracle(companies, query):
    """All ids a search must return, in order; brute force."""
    if not long_enough(query):
        return []
    found = [(rank(c.name, query), fold(c.name), c.id) for c in companies if visible(c) and matches(c.name, query)]
    found.sort()
    return [c[2] for c in found]


# --------------------------------------------------------------------------
# Generator
# --------------------------------------------------------------------------

# A list's first entries are the most frequent (weight 1/(rank+0.6)).
_W = {
    "US": dict(
        core="""American National United Pacific Global Southern Atlantic Northern
   Eagle Premier Western First Delta Superior Sunrise Liberty Golden Pioneer
   Summit Lone-Star Patriot Frontier Gulf Rio Grande Midwest Texas Laredo Otay
   Great-Lakes Big-Sky Blue-Ridge Keystone Evergreen Cascade Redwood Ironwood
   Bluebonnet Harbor Anchor Beacon Titan Apex Vertex Zenith Omega Alpha Sigma
   Quantum Nova Orion Polaris Falcon Hawk Bison Mustang Bronco Coyote Sierra
   Mesa Canyon Prairie Magnolia Cypress Bayou Chesapeake Potomac Hudson Erie
   Huron Superior-Lake Yukon Denali Aloha ABC A-1 AAA 3-Star 5-Points 24/7""",
        family="""Smith Johnson Williams Brown Jones Garcia Miller Davis Martinez
   Rodriguez Anderson Taylor Thomas Moore Jackson Martin Lee Thompson White
   Harris Clark Lewis Walker Hall Allen Young King Wright Hill Green Baker
   Adams Nelson Carter Mitchell Roberts Turner Phillips Campbell Parker Evans
   Edwards Collins Stewart O'Brien O'Neill O'Connor D'Angelo McAllister
   MacDonald Fitzgerald St.-Clair Van-Horn De-La-Rosa Schwartz Kowalski""",
        trade="""TRUCKING LOGISTICS TRANSPORT FREIGHT IMPORTS TRADING EXPRESS
   CUSTOMS-BROKERS TRANSPORTATION WAREHOUSING CARGO FOODS PRODUCE INDUSTRIES
   MANUFACTURING FORWARDING SHIPPING SUPPLY ELECTRONICS APPAREL DISTRIBUTION
   CARRIERS BROKERAGE FURNITURE AUTO-PARTS SEAFOOD CHEMICALS TEXTILES STEEL
   PLASTICS PACKAGING MEDICAL TOYS FOOTWEAR TOOLS LIGHTING FLOORING PAPER
   AEROSPACE TIRE WINE-&-SPIRITS GROCERS HARDWARE DRAYAGE CONSOLIDATORS""",
        form="""INC. LLC INC LLC. CORP. CO. |CORPORATION COMPANY L.L.C. LTD. LP L.P.
   GROUP INTERNATIONAL,-INC. OF-TEXAS,-INC. HOLDINGS,-LLC USA,-INC. & SONS & CO.""",
    ),
    "MX": dict(
        core="""Transportes Autotransportes Grupo Fletes Maquiladora Comercializadora
   Logística Exportadora Industrias Agrícola Manufacturas Servicios Empacadora
   Operadora Distribuidora Agencia-Aduanal Corporativo Express Carga Líneas
   Transportadora Productos Ensambles Arneses Plásticos Alimentos Frutas""",
        family="""García Hernández Martínez López González Rodríguez Pérez Sánchez
   Ramírez Cruz Flores Gómez Morales Vázquez Reyes Jiménez Torres Díaz Gutiérrez
   Mendoza Ruiz Aguilar Ortiz Castillo Moreno Romero Álvarez Méndez Chávez
   Rivera Juárez Domínguez Peña Muñoz Núñez Ibáñez Ávila Íñiguez Zúñiga""",
        trade="""DEL-NORTE DE-MÉXICO DE-MONTERREY DEL-BAJÍO DE-TIJUANA INTERNACIONALES
   DE-LA-FRONTERA DE-JUÁREZ DEL-PACÍFICO DE-OCCIDENTE DE-REYNOSA Y-ASOCIADOS
   HERMANOS UNIDOS DE-SONORA DE-SALTILLO DE-QUERÉTARO DEL-GOLFO DE-SINALOA
   Y-CÍA. DE-BAJA-CALIFORNIA DE-CHIHUAHUA DE-PUEBLA DE-GUADALAJARA""",
        form="""S.A.-DE-C.V. SA-DE-CV S.-DE-R.L.-DE-C.V. S.A.P.I.-DE-C.V.
   DE-MEXICO-S.A.-DE-C.V. S.A. S.-DE-R.L. S.C. SPR-DE-RL A.C.""",
    ),
    "CA": dict(
        core="""Canadian Maple Northern Ontario Québec Pacific Transport Groupe
   Prairie Atlantic Laurentide Rocky-Mountain Boréal Great-Lakes Niagara
   Cariboo Fraser St-Laurent Trans-Canada Arctic Acadie Bow-River""",
        family="""Tremblay Smith Gagnon Roy Côté Bouchard Gauthier Morin Lavoie Fortin
   Gagné Ouellet Pelletier Bélanger Lévesque Bergeron Leblanc Paquette Girard
   Singh MacLeod Campbell Sidhu Dhaliwal Friesen Penner""",
        trade="""TRUCKING TRANSPORT LOGISTICS FREIGHT CARRIERS EXPRESS INDUSTRIES
   CARTAGE CUSTOMS-BROKERS FORWARDING SYSTEMS FOODS LUMBER TRANSPORTATION
   IMPORTATIONS LOGISTIQUE PÊCHERIES PRODUITS-FORESTIERS ENTREPOSAGE""",
        form="""INC. LTD. LTÉE LIMITED INC CO.-LTD. CORP. (1998)-INC. LTÉE/LTD.""",
    ),
    "CN": dict(
        core="""深圳市 上海 广州市 宁波 东莞市 青岛 厦门 苏州 杭州 天津 佛山市 中山市 义乌市 温州
   大连 无锡 常州 惠州市 珠海市 南京 福州 北京 成都 重庆""",
        family="""华 新 宏 金 东 盛 天 泰 海 达 永 恒 鑫 丰 润 顺 佳 和 兴 源 瑞 利 德 龙 康 成
   远 明 通 荣 富 益 嘉 凯 正 万 安 联 创 星""",
        trade="""国际物流 货运代理 进出口 电子 实业 塑胶制品 服装 家具 五金制品 玩具 国际货运代理
   供应链管理 贸易 纺织 科技 机械 照明 包装 鞋业 工艺品 食品 家居用品 制衣 集装箱运输""",
        form="""有限公司 有限公司 股份有限公司 有限责任公司 （集团）有限公司 厂""",
    ),
    "CL": dict(  # Latin names of Chinese companies
        core="""Shenzhen Shanghai Guangzhou Ningbo Dongguan Qingdao Xiamen Suzhou
   Hangzhou Tianjin Foshan Zhongshan Yiwu Wenzhou Dalian Wuxi Hong-Kong""",
        family="""Hua Xin Hong Jin Dong Sheng Tian Tai Hai Da Yong Heng Feng Run Shun
   Jia He Xing Yuan Rui Li De Long Kang Cheng Ming Tong Rong""",
        trade="""INT'L-LOGISTICS IMPORT-&-EXPORT ELECTRONICS INDUSTRIAL TRADING
   PLASTIC-PRODUCTS GARMENT FURNITURE HARDWARE TOYS INT'L-FREIGHT-FORWARDING
   SUPPLY-CHAIN TEXTILE TECHNOLOGY MACHINERY LIGHTING PACKAGING SHOES ARTS-&-CRAFTS""",
        form="""CO.,LTD. CO.,-LTD CO.,-LTD. COMPANY-LIMITED CO.-LTD (H.K.)-LIMITED FACTORY""",
    ),
    "JP": dict(
        core="""日本 東京 大阪 中央 東洋 関西 名古屋 横浜 神戸 大和 北海 九州 富士見 山陽 瀬戸内""",
        family="""佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村 小林 加藤 吉田 山田 佐々木 山口 松本
   井上 木村 林 清水 斎藤 ガイア サンライズ グローバル ヒカリ ミライ さくら ひまわり""",
        trade="""運輸 物流 倉庫 海運 通商 電機 工業 製作所 商事 精機 ロジスティクス トレーディング
   化学 食品 繊維 自動車部品 エクスプレス 貿易 港運 通関""",
        form="""株式会社 ㈱ (株) 有限会社 合同会社""",
    ),
    "KR": dict(
        core="""한국 대한 동아 서울 부산 신한빛 태평양 아시아 세계 대륙 한빛 동서 중앙 인천 남해""",
        family="""김 이 박 최 정 강 조 윤 장 임 한솔 미래 하나로 두리 나래 가온 다온 새한 유진 성우""",
        trade="""물류 해운 상사 전자 산업 무역 통운 섬유 화학 정밀 로지스틱스 운송 식품 기계 관세법인""",
        form="""주식회사 (주) ㈜ 유한회사""",
    ),
    "TW": dict(
        core="""台北 台灣 高雄 台中 新竹 桃園 基隆 台南""",
        family="""宏 昌 順 興 隆 泰 豐 盛 聯 達 鴻 億 展 揚 長 遠 大 立 永 信""",
        trade="""國際物流 貿易 電子 工業 實業 海運 報關 精密 塑膠 紡織 科技 倉儲""",
        form="""股份有限公司 有限公司 企業有限公司 實業股份有限公司""",
    ),
    "DE": dict(
        core="""Nord Süd Rhein Hansa Bayern Internationale Deutsche Elbe Weser Main
   Schwarzwald Württemberg Nürnberg Köln Düsseldorf Münster Bodensee""",
        family="""Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz
   Hoffmann Schäfer Koch Bauer Richter Klein Wolf Schröder Neumann Groß Weiß
   Preuß Krüger König Böhm Günther Jäger Größler Straßmeier""",
        trade="""LOGISTIK SPEDITION TRANSPORTE MASCHINENBAU HANDEL LAGERHAUS
   FAHRZEUGTEILE Straßentransport WERKZEUGE CHEMIE LEBENSMITTEL GROßHANDEL
   ELEKTROTECHNIK METALLBAU SCHIFFAHRT VERPACKUNGEN""",
        form="""GmbH GmbH-&-Co.-KG AG KG e.K. OHG SE mbH""",
    ),
    "FR": dict(
        core="""Société Établissements Compagnie Transports Groupe Atlantique Rhône
   Méditerranée Générale Île-de-France Bourgogne Champagne Côte-d'Azur""",
        family="""Martin Bernard Dubois Thomas Robert Richard Petit Durand Leroy Moreau
   Lefèvre Mercier Dupré Gérard L'Hôte D'Estaing Noël Benoît François Bœuf""",
        trade="""LOGISTIQUE TRANSIT FRET INTERNATIONAL DISTRIBUTION TEXTILE VINS
   PARFUMS MÉCANIQUE AÉRONAUTIQUE DÉMÉNAGEMENT ENTREPÔTS""",
        form="""S.A.R.L. SAS SARL S.A. SASU & Fils & Cie""",
    ),
    "ES": dict(
        core="""Ibérica Mediterránea Transportes Logística Comercial Hispano Catalana
   Galicia Andaluza Canarias Cantábrico Colombiana Peruana Andina Dominicana""",
        family="""García Fernández López Martín Sánchez Gómez Ruiz Núñez Ibáñez Ordóñez
   Peñaranda Cañizares Múgica Arguello Güell""",
        trade="""E-HIJOS INTERNACIONAL DE-CARGA EXPORTACIONES TEXTILES ALIMENTOS
   MARÍTIMA ADUANAS DEL-CARIBE DE-LOS-ANDES""",
        form="""S.A. S.L. S.A.S. S.L.U. LTDA. C.-POR-A. S.R.L. E.I.R.L.""",
    ),
    "BR": dict(
        core="""Brasil Nacional Sul Nordeste Transportadora Comércio Indústria
   Exportação São-Paulo Santos Amazônia Paraná Minas""",
        family="""Silva Santos Oliveira Souza Rodrigues Ferreira Alves Pereira Lima
   Gonçalves Araújo Conceição Simões Guimarães Magalhães""",
        trade="""LOGÍSTICA TRANSPORTES EXPORTAÇÃO CAFÉ CALÇADOS TÊXTIL COMÉRCIO-EXTERIOR
   ALIMENTOS AGROPECUÁRIA""",
        form="""LTDA. S.A. S/A EIRELI ME LTDA""",
    ),
    "IT": dict(
        core="""Italiana Adriatica Mediterranea Nord Lombarda Veneta Toscana Ligure""",
        family="""Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci D'Amico
   Dell'Orto Niccolò Forlì Cantù""",
        trade="""SPEDIZIONI TRASPORTI LOGISTICA CALZATURE MODA MECCANICA ALIMENTARI
   MARMI CERAMICHE""",
        form="""S.r.l. S.p.A. S.n.c. SRL S.a.s. & C.""",
    ),
    "PL": dict(
        core="""Polska Bałtyk Śląsk Łódź Kraków Gdańsk Wisła Poznań Pomorze""",
        family="""Nowak Kowalski Wiśniewski Wójcik Kamiński Lewandowski Zieliński
   Szymański Woźniak Dąbrowski Kozłowski Jabłoński""",
        trade="""TRANSPORT SPEDYCJA LOGISTYKA HANDEL MEBLE PRZEMYSŁ OPAKOWANIA""",
        form="""sp.-z-o.o. S.A. Sp.-j. sp.-k.""",
    ),
    "TR": dict(
        core="""İstanbul Anadolu İzmir Ege Marmara Akdeniz Türk Karadeniz Boğaziçi
   Işık Doğu""",
        family="""Yılmaz Kaya Demir Şahin Çelik Yıldız Yıldırım Öztürk Aydın Özdemir
   Arslan Doğan Kılıç Aslan Çetin Koçak""",
        trade="""NAKLİYAT LOJİSTİK TEKSTİL DIŞ-TİCARET GIDA TAŞIMACILIK GÜMRÜK-MÜŞAVİRLİĞİ
   OTOMOTİV İTHALAT-İHRACAT""",
        form="""A.Ş. LTD.-ŞTİ. SAN.-VE-TİC.-A.Ş. SAN.-TİC.-LTD.-ŞTİ.""",
    ),
    "VN": dict(
        core="""Công-ty-TNHH Công-ty-Cổ-phần Công-ty-TNHH-Thương-mại Doanh-nghiệp""",
        family="""Hoàng-Long Thành-Đạt Phú-Thịnh Đại-Việt Tân-Cảng Minh-Phát An-Bình
   Thăng-Long Hưng-Thịnh Bình-Dương Đồng-Nai Hải-Phòng""",
        trade="""May-Mặc Vận-Tải Giao-Nhận Thủy-Sản Gỗ Giày-Da Điện-Tử Nội-Thất
   Xuất-Nhập-Khẩu""",
        form="""Việt-Nam & Quốc-Tế Miền-Nam |""",
    ),
    "RU": dict(
        core="""ООО АО ЗАО ПАО ООО-ТД""",
        family="""Северный Восток Балтика Сибирь Урал Волга Нева Звезда Полёт Ёлка
   Дальний Каспий Енисей Заря Маяк Берёзка""",
        trade="""Логистика Транс Экспедиция Торг Карго Импорт Экспорт Грузоперевозки
   Металл Химия Лес Агро""",
        form="""| Плюс Групп -Сервис и-Ко М""",
    ),
    "AR": dict(  # Arabic-script states
        core="""شركة مؤسسة مجموعة الشركة-العربية شركة-الخليج شركة-النيل مصنع""",
        family="""الأمل النور الفجر الصقر الرياض القاهرة دبي الأردن المدينة الهلال
   النخيل الإمارات الشرق البحر الأحمر العالمية المتحدة""",
        trade="""للنقل للشحن للخدمات-اللوجستية للتجارة للتخليص-الجمركي للملابس
   للأغذية للصناعات للاستيراد-والتصدير للمنسوجات""",
        form="""المحدودة ذ.م.م ش.م.م | وأولاده المساهمة""",
    ),
    "IL": dict(
        core="""חברת קבוצת""",
        family="""הצפון הגליל כרמל שרון אילת ים-תיכון גולן""",
        trade="""הובלות לוגיסטיקה שילוח ספנות מזון טקסטיל""",
        form="""בע"מ ובניו-בע"מ""",
    ),
    "IN": dict(
        core="""Shree Sri Bharat Indian Om Jai Royal New Bombay Madras Deccan""",
        family="""Patel Sharma Singh Gupta Kumar Reddy Agarwal Mehta Shah Jain Iyer
   Nair Chatterjee Bose""",
        trade="""EXPORTS IMPEX TEXTILES GARMENTS LOGISTICS HANDICRAFTS OVERSEAS
   FORWARDERS SPICES PHARMA CARPETS""",
        form="""PVT.-LTD. PRIVATE-LIMITED LLP LTD. & BROS. (INDIA)-PVT-LTD""",
    ),
    "HI": dict(
        core="""श्री भारत राष्ट्रीय जय""",
        family="""लक्ष्मी गणेश कृष्ण शक्ति विजय""",
        trade="""परिवहन निर्यात वस्त्र उद्योग""",
        form="""प्राइवेट-लिमिटेड लिमिटेड""",
    ),
    "TH": dict(
        core="""บริษัท""",
        family="""ไทยเจริญ สยามทอง กรุงเทพ เอเชีย รุ่งเรือง""",
        trade="""ขนส่ง โลจิสติกส์ อาหารทะเล อุตสาหกรรม การค้า""",
        form="""จำกัด จำกัด-(มหาชน)""",
    ),
}
_COUNTRY = [  # country, word set, share
    ("US", "US", 40),
    ("MX", "MX", 15),
    ("CA", "CA", 10),
    ("CN", "CN", 6),
    ("CN", "CL", 6),
    ("JP", "JP", 3),
    ("KR", "KR", 2.5),
    ("TW", "TW", 2),
    ("DE", "DE", 2.5),
    ("FR", "FR", 1.5),
    ("ES", "ES", 1),
    ("CO", "ES", 1),
    ("DO", "ES", 0.8),
    ("PE", "ES", 0.7),
    ("BR", "BR", 1),
    ("IT", "IT", 1),
    ("PL", "PL", 0.7),
    ("TR", "TR", 0.8),
    ("VN", "VN", 0.8),
    ("RU", "RU", 0.4),
    ("SA", "AR", 0.6),
    ("JO", "AR", 0.5),
    ("EG", "AR", 0.4),
    ("IL", "IL", 0.4),
    ("IN", "IN", 1.2),
    ("IN", "HI", 0.2),
    ("TH", "TH", 0.4),
]
_NOSPACE = {"CN", "TW", "JP"}
_FRONT_FORM = {"JP", "KR"}
_TYPES = (
    ("Importer", 35),
    ("U.S./Canada Highway Carrier", 12),
    ("U.S./Mexico Highway Carrier", 13),
    ("Foreign Manufacturer", 14),
    ("U.S. Customs Broker", 8),
    ("Consolidator", 8),
    ("Mexican Long Haul Carrier", 4),
    ("Exporter", 3),
    ("3PL", 2),
    ("Sea Carrier", 0.5),
    ("Air Carrier", 0.3),
    ("Rail Carrier", 0.2),
)
_STATUS = (
    ("Certified", 22),
    ("Certified, Validated", 43),
    ("Certified Non-Importer Validation Completed", 12),
    ("Certified, Exceeding", 4),
    ("Applicant", 9),
    ("Not Certified", 3),
    ("Suspended", 2),
    ("Removed", 2),
    ("Withdrawn", 2),
    ("Ineligible", 1),
)


def _cumulate(weights):
    total, out = 0.0, []
    for w in weights:
        total += w
        out.append(total)
    return out


def _prepare():
    table = {}
    for code, lists in _W.items():
        table[code] = {}
        for part, text in lists.items():
            words = []
            raw = text.split("|")
            for i, piece in enumerate(raw):
                words += [w.replace("-", " ") if part != "core" or True else w for w in piece.split()]
                if i < len(raw) - 1:
                    words.append("")
            if part == "form":
                merged, i = [], 0
                while i < len(words):
                    if words[i] == "&" and i + 1 < len(words):
                        merged.append("& " + words[i + 1])
                        i += 2
                    else:
                        merged.append(words[i])
                        i += 1
                words = merged
            table[code][part] = (words, _cumulate(1 / (r + 0.6) for r in range(len(words))))
    return table


_TABLE = _prepare()
_SYLL = """ba be bi bo ca ce co da de di do fa fe fo ga go ka ke ki ko la le li lo
 ma me mi mo na ne ni no pa pe po ra re ri ro sa se si so ta te ti to va ve vi vo
 xa xo za ze zo tra gri plex tron max lux cor ven sol mar""".split()


def generate(n, seed=SEED):
    """Yield n companies; the same seed gives the same stream."""
    rng = random.Random(seed)
    rnd, choices = rng.random, rng.choices
    pool = [(c, w) for c, w, _ in _COUNTRY]
    pool_w = _cumulate(s for _, _, s in _COUNTRY)
    types, types_w = [t for t, _ in _TYPES], _cumulate(w for _, w in _TYPES)
    stats, stats_w = [s for s, _ in _STATUS], _cumulate(w for _, w in _STATUS)

    def pick(code, part):
        words, cum = _TABLE[code][part]
        return choices(words, cum_weights=cum)[0]

    def coined():
        return "".join(choices(_SYLL, k=2 + int(rnd() * 2))).capitalize()

    for i in range(1, n + 1):
        country, code = choices(pool, cum_weights=pool_w)[0]
        shape = rnd()
        core, trade, form = (pick(code, "core"), pick(code, "trade"), pick(code, "form"))
        if code in _NOSPACE:
            middle = pick(code, "family")
            if code in ("CN", "TW"):
                middle += pick(code, "family")
                if rnd() < 0.35:
                    middle += pick(code, "family")
            body = (core if shape < 0.75 else "") + middle + trade
            if code == "JP" and rnd() < 0.6:
                name = form + body
            else:
                name = body + form
        else:
            who = coined() if rnd() < 0.22 else pick(code, "family")
            if rnd() < 0.12:
                who += (" y " if code in ("MX", "ES") else " & ") + pick(code, "family")
            if code in ("RU", "AR", "IL", "TH", "VN", "MX", "HI"):
                parts = [core, who, trade, form]
            elif code == "KR":
                parts = [form, core + who + trade] if rnd() < 0.6 else [core + who + trade, form]
            elif shape < 0.40:
                parts = [who, trade, form]
            elif shape < 0.80:
                parts = [core, trade, form]
            else:
                parts = [core, who, trade, form]
            name = " ".join(p for p in parts if p)
            style = rnd()
            if style < 0.55 and code not in ("DE", "VN"):
                name = name.upper()
            elif style > 0.85 and code in ("US", "CA", "IN", "CL"):
                name = name.title()
            extra = rnd()
            if extra < 0.02:
                name += " #%d" % (1 + int(rnd() * 40))
            elif extra < 0.035:
                name += " dba " + coined() + " " + pick("US", "trade").title()
            elif extra < 0.040:
                name = name.replace(" ", "  ", 1)
            elif extra < 0.043:
                name = name.replace("'", "\u2019")
            elif extra < 0.045:
                name += " 100%"
            elif extra < 0.046:
                name = name.replace(" ", "_", 1)
            elif extra < 0.047:
                name += ' "' + coined() + '"'
            elif extra < 0.048:
                name = "*" + name + "*"
        yield Company(
            i,
            name,
            country,
            choices(types, cum_weights=types_w)[0],
            choices(stats, cum_weights=stats_w)[0],
            rnd() < 0.88,
            rnd() < 0.93,
        )


# class of query -> queries; every entry is legal unless its class says otherwise
QUERIES = {
    "rare": ["zomarpo", "plextron inc", "größler", "kowalski"],
    "common": ["TRUCK", "logistics", "DE C.V.", "INC", "DE "],
    "spaces": ["C T", "s t", "l i", " tru", "co "],
    "punct": ["S.A.", "O'B", "o\u2019n", "& s", "(h.", "#12", "d/ltd"],
    "meta": ["100%", "%%%", "___", "n_t", '"xa', "*a*", "a*b", "'';", "NOT ", "a OR b", "^abc", 'inc"', "\\\\%"],
    "three": ["abc", "rio", "ing", "qzx", "pat"],
    "long": ["autotransportes", "customs brokers inc.", "de mexico s.a. de c.v.", "international, inc."],
    "none": ["qqqqq", "zzyzx freight", "%inc%trucking"],
    "cjk2": ["物流", "深圳", "運輸", "한국", "さく"],
    "cjk3": ["有限公司", "国际物流", "株式会社", "로지스", "エクス"],
    "other": ["логис", "للنقل", "الامل", "ISIK", "nakliyat", "straße", "mexico", "méxico", "ＬＯＧＩＳ", "ขนส่ง"],
    "short": ["", " ", "a", "ab", "   ", "物", "%_"],
}


def _check():
    assert matches("ABC Trucking", "ABC") and matches("ABC Trucking", "C T")
    assert matches("ABC Trucking", "kin") and not matches("ABC Trucking", "BCT")
    assert matches("STRASSE AG", "straße") and matches("Straße AG", "STRASSE")
    assert matches("IŞIK NAKLİYAT", "isik nakliyat")
    assert matches("\u682a\u5f0f\u4f1a\u793e\u5c71\u7530", "\u5c71\u7530")
    assert not matches("\u682a\u5f0f\u4f1a\u793e\u5c71\u7530", "\u5c71")
    assert not matches("100 Percent", "100%") and not matches("AxB Co", "a_b")
    rows = list(generate(3000))
    for c in rows:
        k = fold(c.name)
        assert fold(k) == k, (c.name, k)
    assert rows == list(generate(3000)) and len(rows) == 3000
    assert rows[:100] == list(generate(100))
    for qs in QUERIES.values():
        for q in qs:
            ids = oracle(rows, q)
            assert len(ids) == len(set(ids))
    print("ok")


def _stats(n):
    rows = list(generate(n))
    words, scripts, size = {}, {}, 0
    for c in rows:
        size += len(search_key(c.name).encode())
        for w in c.name.upper().split():
            words[w] = words.get(w, 0) + 1
        s = (
            "ASCII"
            if c.name.isascii()
            else unicodedata.name(next(ch for ch in c.name if ord(ch) > 127), "?").split()[0]
        )
        scripts[s] = scripts.get(s, 0) + 1
    print(
        "rows",
        n,
        "visible",
        sum(map(visible, rows)),
        "distinct names",
        len({c.name for c in rows}),
        "key bytes/name",
        round(size / n, 1),
    )
    print(sorted(words.items(), key=lambda t: -t[1])[:25])
    print(sorted(scripts.items(), key=lambda t: -t[1]))


if __name__ == "__main__":
    if "--check" in sys.argv:
        _check()
    else:
        count = int(next((a for a in sys.argv[1:] if a.isdigit()), "20"))
        if "--stats" in sys.argv:
            _stats(count)
        else:
            for company in generate(count):
                print("\t".join(str(v) for v in company))
