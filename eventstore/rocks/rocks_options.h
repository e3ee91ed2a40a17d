// Options common to both databases. Not negotiable, each for a measured reason (docs/formats/ledger.md,
// "Storage"). Private to eventstore/rocks.
#pragma once

#include <rocksdb/cache.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/options.h>
#include <rocksdb/table.h>
#include <rocksdb/write_buffer_manager.h>

namespace renkei {

inline rocksdb::DBOptions database_options(rocksdb::Env* env) {
  rocksdb::DBOptions options;
  options.env = env;
  options.create_if_missing = true;
  options.create_missing_column_families = true;
  options.paranoid_checks = true;
  options.max_bgerror_resume_count = 0;  // a failed background write ends the process, never a silent retry
  options.recycle_log_file_num = 0;
  options.max_open_files = 512;
  options.max_background_jobs = 2;
  options.info_log_level = rocksdb::InfoLogLevel::ERROR_LEVEL;
  options.stats_dump_period_sec = 0;
  options.stats_persist_period_sec = 0;
  return options;
}

// known: only keys that exist are asked for, so a filter would be of no use, and values are long, so that
// stepping through them to a key costs more than searching among more beginnings.
enum class Keys { looked_for, known };

inline rocksdb::ColumnFamilyOptions family_options(const std::shared_ptr<rocksdb::Cache>& cache,
                                                   std::size_t write_buffer,
                                                   rocksdb::CompressionType compression, Keys keys) {
  rocksdb::ColumnFamilyOptions options;
  options.write_buffer_size = write_buffer;
  options.max_write_buffer_number = 2;
  options.compression = compression;
  options.bottommost_compression = compression;
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  table.block_size = 16 * 1024;
  table.cache_index_and_filter_blocks = true;
  table.pin_l0_filter_and_index_blocks_in_cache = true;  // of the few files that every look-up passes
  if (keys == Keys::looked_for) {
    table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  } else {
    table.block_restart_interval = 4;
  }
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

}  // namespace renkei
