// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/paragraph_record.h"

#include <algorithm>
#include <mutex>

#define ZDICT_STATIC_LINKING_ONLY  // the trainer with parameters; every libzstd since 1.3.6 exports it
#include <zdict.h>
#include <zstd.h>

#include "core/store/bytes.h"

namespace pilcrow::store {
namespace {

// Part of the index format: on any change raise schema_version.
constexpr std::uint8_t record_version = 1;

constexpr int compression_level = 3;
constexpr std::size_t dictionary_size = 64U << 10;
constexpr std::size_t least_sample = 64U << 10;

}  // namespace

/// Each side is prepared when it is first needed: a search never compresses, and to prepare that costs more than most
/// queries.
struct TextCodec::Shared {
  std::string dictionary;
  std::once_flag compress_made;
  std::once_flag decompress_made;
  ZSTD_CDict* compress = nullptr;
  ZSTD_DDict* decompress = nullptr;

  explicit Shared(std::string_view bytes) : dictionary(bytes) {}
  Shared(const Shared&) = delete;
  Shared& operator=(const Shared&) = delete;
  ~Shared() {
    ZSTD_freeCDict(compress);
    ZSTD_freeDDict(decompress);
  }

  const ZSTD_CDict* to_compress() {
    std::call_once(compress_made, [&] {
      compress = ZSTD_createCDict(dictionary.data(), dictionary.size(), compression_level);
      if (compress == nullptr) throw std::bad_alloc();
    });
    return compress;
  }
  const ZSTD_DDict* to_decompress() {
    std::call_once(decompress_made, [&] {
      decompress = ZSTD_createDDict(dictionary.data(), dictionary.size());
      if (decompress == nullptr) throw std::bad_alloc();
    });
    return decompress;
  }
};

struct TextCodec::Context {
  ZSTD_CCtx* compress = nullptr;  // made at first use: a reader never needs it
  ZSTD_DCtx* decompress = nullptr;
  ~Context() {
    ZSTD_freeCCtx(compress);
    ZSTD_freeDCtx(decompress);
  }
};

TextCodec::TextCodec(std::string_view dictionary) : context_(std::make_unique<Context>()) {
  if (dictionary.empty()) return;
  shared_ = std::make_shared<Shared>(dictionary);
}

TextCodec::TextCodec(const TextCodec& other) : shared_(other.shared_), context_(std::make_unique<Context>()) {}
TextCodec::TextCodec(TextCodec&&) noexcept = default;
TextCodec& TextCodec::operator=(TextCodec&&) noexcept = default;
TextCodec::~TextCodec() = default;

std::string TextCodec::encode(const ParagraphRecord& record) {
  std::string out = record_head(record.file);
  compress(record.text, out);
  return out;
}

void TextCodec::compress(std::string_view text, std::string& out) {
  if (context_->compress == nullptr) {
    context_->compress = ZSTD_createCCtx();
    if (context_->compress == nullptr) throw std::bad_alloc();
    // Xapian checks the blocks it reads, and decode() knows the size: neither need be stored with each text.
    ZSTD_CCtx_setParameter(context_->compress, ZSTD_c_checksumFlag, 0);
    ZSTD_CCtx_setParameter(context_->compress, ZSTD_c_dictIDFlag, 0);
    ZSTD_CCtx_setParameter(context_->compress, ZSTD_c_compressionLevel, compression_level);
    if (shared_) ZSTD_CCtx_refCDict(context_->compress, shared_->to_compress());
  }
  const std::size_t begin = out.size();
  out.resize(begin + ZSTD_compressBound(text.size()));
  const std::size_t size =
      ZSTD_compress2(context_->compress, out.data() + begin, out.size() - begin, text.data(), text.size());
  // It has room for the worst case, so only memory can be missing.
  if (ZSTD_isError(size) != 0U) throw std::bad_alloc();
  out.resize(begin + size);
}

Result<ParagraphRecord> TextCodec::decode(std::string_view bytes) {
  const auto corrupt = [] { return failure(ErrorCode::index_corrupt, "a paragraph's record cannot be read"); };
  ByteReader in(bytes);
  const bool known_version = in.byte() == record_version;
  ParagraphRecord record;
  record.file = in.varint32();
  if (!known_version || !in.ok() || record.file == 0) return corrupt();
  const std::string_view frame = in.rest();
  const unsigned long long size = ZSTD_getFrameContentSize(frame.data(), frame.size());
  if (size > longest_text) return corrupt();  // also "unknown" and "error", which are the largest numbers
  if (context_->decompress == nullptr) context_->decompress = ZSTD_createDCtx();
  if (context_->decompress == nullptr) throw std::bad_alloc();
  record.text.resize(static_cast<std::size_t>(size));
  const std::size_t written =
      shared_ ? ZSTD_decompress_usingDDict(context_->decompress, record.text.data(), record.text.size(), frame.data(),
                                           frame.size(), shared_->to_decompress())
              : ZSTD_decompressDCtx(context_->decompress, record.text.data(), record.text.size(), frame.data(),
                                    frame.size());
  if (ZSTD_isError(written) != 0U || written != record.text.size()) return corrupt();
  return record;
}

std::string record_head(std::uint32_t file) {
  ByteWriter head;
  head.byte(record_version);
  head.varint(file);
  return head.take();
}

std::string train_dictionary(const std::vector<std::string>& samples) {
  std::string all;
  std::vector<std::size_t> sizes;
  for (const auto& sample : samples) {
    all += sample;
    sizes.push_back(sample.size());
  }
  if (all.size() < least_sample) return {};
  std::string dictionary(std::min(dictionary_size, all.size() / 16), '\0');
  // ZDICT_trainFromBuffer() tries parameters out, takes six times as long and finds none that are better for paragraphs.
  ZDICT_fastCover_params_t parameters{};
  parameters.k = 200;
  parameters.d = 8;
  parameters.f = 18;
  parameters.splitPoint = 1;
  parameters.accel = 1;
  parameters.zParams.compressionLevel = compression_level;
  const std::size_t size = ZDICT_trainFromBuffer_fastCover(
      dictionary.data(), dictionary.size(), all.data(), sizes.data(), static_cast<unsigned>(sizes.size()), parameters);
  // Training fails on samples with nothing in common; a dictionary is an economy, not a need.
  dictionary.resize(ZDICT_isError(size) != 0U ? 0 : size);
  return dictionary;
}

}  // namespace pilcrow::store
